import { describe, expect, it } from 'vitest';
import { type FileOperations, nodeFileOperations } from '../../src-main/claude-code/file-operations.ts';
import type { McpServerStore } from '../../src-main/mcp/kept-servers.ts';
import type { McpRegistry } from '../../src-main/mcp/mcp-registry.ts';
import { McpRig } from '../support/mcp-rig.ts';
import { tempFolder } from '../support/temp-folder.ts';

const FILES = {
  type: 'stdio',
  command: 'node',
  args: ['a.mjs'],
  env: { API_KEY: 'a-secret-of-the-user' },
  timeout: 7,
  'x-note': { deep: [1, null] },
};
const OTHERS = { numStartups: 3, mcpServers: { other: { command: 'other' } }, last: true };
const ON = { ...OTHERS, mcpServers: { files: FILES, other: { command: 'other' } } };
/** More than any scenario has; the loops end when a run survives. */
const ENOUGH_STEPS = 60;

/** Files and store of one process, which ends before or in the middle of its n-th step that changes something. */
function mortal(rig: McpRig, crashAt: number, isDoneBefore: boolean): { readonly files: FileOperations; readonly store: McpServerStore } {
  let steps = 0;
  const step = async <T>(task: () => Promise<T>): Promise<T> => {
    steps += 1;
    if (steps === crashAt && isDoneBefore) await task();
    if (steps >= crashAt) throw new Error('the process has ended');
    return task();
  };
  const real = nodeFileOperations;
  return {
    files: {
      ...real,
      makeFolder: (path) => step(() => real.makeFolder(path)),
      writeSynced: (path, bytes, like) => step(() => real.writeSynced(path, bytes, like)),
      rename: (from, to) => step(() => real.rename(from, to)),
      remove: (path) => step(() => real.remove(path)),
      syncFolder: (path) => step(() => real.syncFolder(path)),
    },
    store: { load: () => rig.store.load(), write: (change) => step(() => rig.store.write(change)) },
  };
}

interface Scenario {
  readonly before: (rig: McpRig) => Promise<void>;
  readonly act: (registry: McpRegistry, rig: McpRig) => Promise<unknown>;
  /** Which places may hold it afterwards; each way the whole entry is there. */
  readonly places: readonly string[];
}

const ref = (rig: McpRig, name = 'files') => ({ scope: rig.user, name });
const nothing = async () => undefined;
const switchedOff = async (rig: McpRig) => void (await rig.run().registry.setEnabled(ref(rig), false));

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'switching off': { before: nothing, act: (registry, rig) => registry.setEnabled(ref(rig), false), places: ['user files on', 'user files off'] },
  'switching on': { before: switchedOff, act: (registry, rig) => registry.setEnabled(ref(rig), true), places: ['user files on', 'user files off'] },
  'switching off and on': {
    before: nothing,
    async act(registry, rig) {
      await registry.setEnabled(ref(rig), false);
      await registry.setEnabled(ref(rig), true);
    },
    places: ['user files on', 'user files off'],
  },
  'moving to another file': {
    before: nothing,
    act: (registry, rig) => registry.edit({ ref: ref(rig), scope: rig.shared }),
    places: ['user files on', 'project files on', 'user files on, project files on'],
  },
  renaming: { before: nothing, act: (registry, rig) => registry.edit({ ref: ref(rig), name: 'new' }), places: ['user files on', 'user new on'] },
  'moving and renaming what is switched off': {
    before: switchedOff,
    act: (registry, rig) => registry.edit({ ref: ref(rig), scope: rig.shared, name: 'new' }),
    places: ['user files off', 'project new off'],
  },
};

async function placesOf(rig: McpRig): Promise<string> {
  const { registry } = rig.run();
  const { servers } = await registry.list([rig.project]);
  const found = servers.filter(({ name }) => name !== 'other');
  for (const { scope, name } of found) expect((await registry.find({ scope, name })).entry).toEqual(FILES);
  return found.map(({ scope, name, isEnabled }) => `${scope.kind} ${name} ${isEnabled ? 'on' : 'off'}`).join(', ');
}

describe.each(Object.entries(SCENARIOS))('a crash between any two steps of %s', (_what, { before, act, places }) => {
  it('leaves the server whole, in one of the places, and everything else as it was', async () => {
    const seen = new Set<string>();
    let survived = false;
    for (let crashAt = 1; !survived; crashAt += 1) {
      expect(crashAt).toBeLessThan(ENOUGH_STEPS);
      for (const isDoneBefore of [false, true]) {
        const rig = await McpRig.create(await tempFolder(), ON);
        await before(rig);
        const { registry } = rig.run(mortal(rig, crashAt, isDoneBefore));
        survived = await act(registry, rig).then(
          () => true,
          () => false,
        );
        const found = await placesOf(rig);
        expect({ crashAt, isDoneBefore, found: places.includes(found) ? 'one of the places' : found }).toEqual({
          crashAt,
          isDoneBefore,
          found: 'one of the places',
        });
        expect(await rig.json()).toMatchObject(OTHERS);
        seen.add(found);
      }
    }
    // Both ends were seen, so the crashes were where they should be.
    expect(seen.size).toBeGreaterThan(1);
  });
});
