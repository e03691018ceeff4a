import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createAdminRouter } from '../../../../src-main/admin/router.ts';
import { fakeAdminServices } from '../../../support/admin-services.ts';

function typeOf(procedure: unknown): string | null {
  return typeof procedure === 'function' && '_def' in procedure ? z.object({ type: z.string() }).parse(procedure._def).type : null;
}

describe('createAdminRouter', () => {
  it('offers exactly the questions and commands that user interfaces know', () => {
    const names = Object.keys(createAdminRouter(fakeAdminServices())._def.procedures);
    expect(names.sort()).toEqual(
      [
        'status.get',
        ...['start', 'stop'].map((name) => `proxy.${name}`),
        ...['list', 'get', 'add', 'edit', 'clone', 'remove', 'undoRemove', 'move', 'rest', 'restore', 'test'].map((name) => `endpoints.${name}`),
        ...['list', 'count', 'exportPart', 'get', 'live'].map((name) => `exchanges.${name}`),
        ...['get', 'text', 'find', 'size', 'deleteAll'].map((name) => `audit.${name}`),
        ...['run', 'cancel'].map((name) => `replays.${name}`),
        'sessions.list',
        ...['report', 'overview', 'series', 'hours', 'breakdown', 'recalculate'].map((name) => `usage.${name}`),
        ...['list', 'set', 'remove'].map((name) => `pricing.${name}`),
        ...['get', 'change'].map((name) => `settings.${name}`),
        ...['state', 'folders', 'diff', 'applySettings', 'restore', 'switches', 'setSwitch', 'conflicts'].map((name) => `claude.${name}`),
        ...['backups', 'backupDiff', 'restoreBackup'].map((name) => `claude.${name}`),
        ...['list', 'add', 'revoke', 'current'].map((name) => `tokens.${name}`),
        ...['list', 'add', 'edit', 'remove', 'move', 'setEnabled', 'reset', 'export', 'import', 'test'].map((name) => `rules.${name}`),
        ...['options', 'preview', 'run', 'remember', 'forget'].map((name) => `launch.${name}`),
        ...['list', 'presets', 'sources', 'add', 'edit', 'clone', 'remove', 'undoRemove', 'setEnabled'].map((name) => `mcp.${name}`),
        ...['previewImport', 'importServers', 'test', 'cancelTest'].map((name) => `mcp.${name}`),
        ...['list', 'read', 'extras', 'find', 'readCandidate', 'choose', 'upload', 'uploadPart', 'check', 'diff', 'update'].map(
          (name) => `skills.${name}`,
        ),
        ...['setEnabled', 'remove', 'backups', 'restoreBackup', 'deleteBackup', 'job', 'jobs', 'cancel'].map((name) => `skills.${name}`),
        ...['state', 'run', 'cancel', 'fix', 'report'].map((name) => `doctor.${name}`),
        ...['status', 'move'].map((name) => `secrets.${name}`),
        ...['status', 'plan', 'install', 'uninstall', 'start', 'stop', 'logs'].map((name) => `service.${name}`),
        'dashboard.loginLink',
        'app.shutDown',
        'feed.events',
      ].sort(),
    );
  });

  it('never answers a query with a change: everything that changes something is a mutation', () => {
    const procedures: Record<string, unknown> = createAdminRouter(fakeAdminServices())._def.procedures;
    const queries = Object.keys(procedures).filter((name) => typeOf(procedures[name]) === 'query');
    expect(queries.sort()).toEqual([
      'audit.find',
      'audit.get',
      'audit.size',
      'audit.text',
      'claude.backupDiff',
      'claude.backups',
      'claude.conflicts',
      'claude.diff',
      'claude.folders',
      'claude.state',
      'claude.switches',
      'doctor.report',
      'doctor.state',
      'endpoints.get',
      'endpoints.list',
      'exchanges.count',
      'exchanges.exportPart',
      'exchanges.get',
      'exchanges.list',
      'exchanges.live',
      'launch.options',
      'launch.preview',
      'mcp.list',
      'mcp.presets',
      'mcp.sources',
      'pricing.list',
      'rules.export',
      'rules.list',
      'secrets.status',
      'service.logs',
      'service.plan',
      'service.status',
      'sessions.list',
      'settings.get',
      'skills.backups',
      'skills.diff',
      'skills.extras',
      'skills.job',
      'skills.jobs',
      'skills.list',
      'skills.read',
      'skills.readCandidate',
      'status.get',
      'tokens.current',
      'tokens.list',
      'usage.breakdown',
      'usage.hours',
      'usage.overview',
      'usage.report',
      'usage.series',
    ]);
  });
});
