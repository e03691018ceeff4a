import { expect, it } from 'vitest';
import { KeptServers, type StoredMcpServer } from '../../../../src-main/mcp/kept-servers.ts';
import { changedMeanwhile, nameTaken, notFound } from '../../../../src-main/mcp/registry-errors.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { McpRig } from '../../../support/mcp-rig.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const ref = { scope: { kind: 'user', folder: '/home/user/.claude' }, name: 'files' } as const;

it('knows what is stored once that is on the disk, and not before', async () => {
  const rig = await McpRig.create(await tempFolder());
  const { store } = rig;
  const failing = { load: store.load, write: () => Promise.reject(new Error('disk full')) };
  const kept = new KeptServers({ store: failing, secrets: rig.secrets, clock: new FakeClock() });
  const row = kept.make(ref, { command: 'x' });
  await expect(kept.write({ upsert: [row] })).rejects.toThrow('disk full');
  expect(kept.find(ref)).toBeNull();
  const working = new KeptServers({ store, secrets: rig.secrets, clock: new FakeClock() });
  await working.write({ upsert: [row] });
  expect(working.entryOf(row)).toEqual({ command: 'x' });
  await kept.open();
  expect(kept.find(ref)).toEqual(row);
});

it('asks the store again after a failure to read it, and says what it cannot open', async () => {
  const rig = await McpRig.create(await tempFolder());
  let isBroken = true;
  const damaged: StoredMcpServer = { id: '1', ...ref, sealedEntry: 'v1.nonsense', switchedOffAtMs: 1 };
  const load = async () => (isBroken ? Promise.reject(new Error('locked')) : [damaged]);
  const kept = new KeptServers({ store: { load, write: async () => undefined }, secrets: rig.secrets, clock: new FakeClock() });
  await expect(kept.open()).rejects.toThrow('locked');
  isBroken = false;
  await kept.open();
  expect(kept.read(damaged)).toMatchObject({ kind: 'unreadable' });
  expect(() => kept.entryOf(damaged)).toThrow(expect.objectContaining({ code: 'KEY_UNAVAILABLE', message: expect.stringContaining('files') }));
});

it('is refused in words that name server and scope', () => {
  expect(nameTaken(ref).message).toBe('the user scope (/home/user/.claude) has an MCP server "files" already');
  expect(notFound({ scope: { kind: 'project', project: '/p' }, name: 'a' }).message).toContain('project scope of /p has no MCP server "a"');
  expect(changedMeanwhile({ scope: { kind: 'local', folder: '/f', project: '/p' }, name: 'a' })).toMatchObject({ repair: 'retry' });
});
