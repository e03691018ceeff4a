import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { FeedEvent } from '../../src-shared/feed-events.ts';
import { coreFixture } from '../support/core-fixture.ts';
import { findInFolder } from '../support/find-in-files.ts';
import { form } from '../support/mcp-rig.ts';

const SECRET = 'a-secret-of-the-user-0001';
const STDIO_SERVER = fileURLToPath(new URL('../fixtures/mcp/stdio-server.mjs', import.meta.url));
const draft = form({ type: 'stdio', command: process.execPath, args: [STDIO_SERVER], env: { API_KEY: SECRET } });

async function setUp() {
  const fixture = await coreFixture();
  const claudeFolder = join(fixture.folder, 'claude');
  await mkdir(claudeFolder, { recursive: true });
  await fixture.core.start();
  const ref = { scope: { kind: 'user', folder: claudeFolder }, name: 'tiny' } as const;
  const servers = async () => JSON.parse(await readFile(join(claudeFolder, '.claude.json'), 'utf8')).mcpServers;
  return { ...fixture, ref, servers, mcp: fixture.core.services.mcp };
}

describe('MCP servers of a running core', () => {
  it('one that is switched off is there again after a restart, and nowhere in clear meanwhile', async () => {
    const { core, folder, ref, servers, mcp, logger } = await setUp();
    await mcp.add({ ...ref, draft, isEnabled: true });
    await mcp.setEnabled(ref, false);
    expect(await servers()).toEqual({});
    await core.stop('restart');
    // Copies of the user's own file before a write of ours are what that file was.
    const places = findInFolder(folder, { secret: SECRET }).get('secret') ?? [];
    expect(places.filter((place) => !place.includes('claude-backups'))).toEqual([]);
    expect(JSON.stringify(logger.lines)).not.toContain(SECRET);

    const second = await coreFixture({ folder });
    await second.core.start();
    expect((await second.core.services.mcp.list({ projects: [] })).servers).toMatchObject([{ name: 'tiny', isEnabled: false, problem: null }]);
    await second.core.services.mcp.setEnabled(ref, true);
    expect(await servers()).toMatchObject({ tiny: { env: { API_KEY: SECRET } } });
  });

  it('changes are announced on the feed', async () => {
    const { core, ref, mcp } = await setUp();
    const ended = new AbortController();
    const seen: FeedEvent['type'][] = [];
    for await (const { event } of core.services.feed.read(null, ended.signal)) {
      seen.push(event.type);
      // The first answer is a reset: only now is the feed open.
      if (event.type === 'reset') await mcp.add({ ...ref, draft, isEnabled: true });
      if (event.type === 'mcp-changed') break;
    }
    ended.abort();
    expect(seen.at(-1)).toBe('mcp-changed');
  });

  it('one is tested as it would be started, stored or as a draft with masks', async () => {
    const { core, ref, mcp } = await setUp();
    const added = await mcp.add({ ...ref, draft, isEnabled: false });
    const stored = await core.services.mcpTests.run({ id: '1', target: { ref }, timeoutMs: 60_000 });
    expect(stored).toMatchObject({ isOk: true, server: { name: 'tiny' } });
    if (added.config?.type !== 'stdio') throw new Error('it is no stdio server');
    const shown = form({ ...added.config, args: [...added.config.args, '--say-env', 'API_KEY'] });
    const tested = await core.services.mcpTests.run({ id: '2', target: { draft: shown, scope: ref.scope, from: ref }, timeoutMs: 60_000 });
    // The server tells the secret, which is taken out of what is shown.
    expect(tested).toMatchObject({ isOk: true });
    expect(JSON.stringify(tested)).not.toContain(SECRET);
    expect(tested.tools[0]?.description).not.toContain('not set');
  });

  it('further Claude folders of the settings are shown and written as well', async () => {
    const { core, folder, mcp } = await setUp();
    const second = join(folder, 'second');
    await mkdir(second);
    await writeFile(join(second, '.claude.json'), '{"mcpServers":{"there":{"command":"x"}}}');
    await core.services.settings.change([{ path: 'claude.folders', value: [second] }]);
    const overview = await mcp.list({ projects: [] });
    expect(overview.folders.map(({ isDefault }) => isDefault)).toEqual([true, false]);
    expect(overview.servers).toMatchObject([{ scope: { kind: 'user', folder: second }, name: 'there' }]);
    expect(mcp.presets().length).toBeGreaterThan(10);
    expect(await mcp.sources()).toBeInstanceOf(Array);
  });
});
