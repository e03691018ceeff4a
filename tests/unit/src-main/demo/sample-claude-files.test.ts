import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeSampleClaudeFiles } from '../../../../src-main/demo/sample-claude-files.ts';
import { coreFixture } from '../../../support/core-fixture.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

describe('the demo’s files of Claude Code', () => {
  it('lie in the folder that is given, and are what Claude Code reads', async () => {
    const folder = join(await tempFolder(), 'new', 'claude');
    await writeSampleClaudeFiles(folder);
    expect(JSON.parse(await readFile(join(folder, '.claude.json'), 'utf8'))).toMatchObject({ hasCompletedOnboarding: true });
    expect(await readFile(join(folder, 'skills', 'release-notes', 'SKILL.md'), 'utf8')).toMatch(/^---\nname: release-notes\n/);
  });

  it('are what its pages show, change and put back, instead of the user’s', async () => {
    const { core, folder } = await coreFixture({ isDemo: true });
    await core.start();
    const { servers } = await core.services.mcp.list({ projects: [] });
    expect(servers.map(({ name }) => name).sort()).toEqual(['filesystem', 'half-written', 'tickets']);
    expect(servers.find(({ name }) => name === 'half-written')?.problem).not.toBeNull();
    const tickets = servers.find(({ name }) => name === 'tickets');
    if (tickets === undefined) throw new Error('the sample is not there');
    await core.services.mcp.setEnabled({ scope: tickets.scope, name: 'tickets' }, false);
    const own = await readFile(join(folder, 'data', 'claude', '.claude.json'), 'utf8');
    expect(own).not.toContain('tickets');
    expect(own).toContain('filesystem');
    const { items } = await core.services.skills.list({ projects: [] });
    expect(items.map(({ folderName }) => folderName).sort()).toEqual(['half-written', 'release-notes', 'review-checklist']);
  });
});
