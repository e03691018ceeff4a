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
        ...['list', 'get', 'live'].map((name) => `exchanges.${name}`),
        'sessions.list',
        'usage.report',
        ...['get', 'change'].map((name) => `settings.${name}`),
        ...['state', 'diff', 'applySettings', 'restore'].map((name) => `claude.${name}`),
        ...['list', 'add', 'revoke', 'current'].map((name) => `tokens.${name}`),
        ...['list', 'add', 'edit', 'remove', 'move', 'setEnabled', 'reset', 'export', 'import', 'test'].map((name) => `rules.${name}`),
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
      'claude.diff',
      'claude.state',
      'endpoints.get',
      'endpoints.list',
      'exchanges.get',
      'exchanges.list',
      'exchanges.live',
      'rules.export',
      'rules.list',
      'sessions.list',
      'settings.get',
      'status.get',
      'tokens.current',
      'tokens.list',
      'usage.report',
    ]);
  });
});
