import { describe, expect, it } from 'vitest';
import type { SettingChange } from '../../../../../src-shared/schemas/settings.ts';
import { DEFAULT_SETTINGS } from '../../../../../src-shared/schemas/settings.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { runCli } from '../../../../support/cli-run.ts';

const base = fakeAdminServices();
const run = (args: readonly string[], claude: Partial<typeof base.claude> = {}) =>
  runCli(['claude', ...args], { services: fakeAdminServices({ claude: { ...base.claude, ...claude } }) });

describe('code-proxy claude folders', () => {
  it('lists them and says which one is in use', async () => {
    expect((await run(['folders'])).out).toContain('/home/user/.claude  in use, applied');
    expect(JSON.parse((await run(['folders', '--json'])).out).items).toHaveLength(1);
    expect((await run(['folders', 'list'])).out).toBe((await run(['folders'])).out);
    expect(JSON.parse((await run(['folders', 'list', '--json'])).out).items).toHaveLength(1);
  });

  it('says that a folder to be taken off is not on the list', async () => {
    const { exitCode, err } = await run(['folders', 'remove', '/nowhere']);
    expect(exitCode).toBe(2);
    expect(err).toContain('/nowhere is not on the list');
  });

  it.each([
    ['add', ['/a', '/b']],
    ['remove', ['/a']],
  ])('%s changes the setting and nothing else', async (verb, expected) => {
    const made: SettingChange[] = [];
    const settings = { ...DEFAULT_SETTINGS, claude: { ...DEFAULT_SETTINGS.claude, folders: verb === 'add' ? ['/a'] : ['/a', '/b'] } };
    const view = { settings, needsRestart: [], overridden: [] };
    const services = fakeAdminServices({
      settings: {
        get: () => view,
        change: async (changes) => {
          made.push(...changes);
          return view;
        },
      },
    });
    expect((await runCli(['claude', 'folders', verb, '/b'], { services })).exitCode).toBe(0);
    expect(made).toEqual([{ path: 'claude.folders', value: expected }]);
  });
});

describe('code-proxy claude conflicts', () => {
  it('says what each does and what to do, as text and as data', async () => {
    const { out } = await run(['conflicts']);
    expect(out).toContain('ANTHROPIC_BASE_URL is set in the environment.');
    expect(out).toContain('Remove it from the profile of your shell');
    const [conflict] = JSON.parse((await run(['conflicts', '--json'])).out).items;
    expect(conflict).toMatchObject({ kind: 'environment', effect: 'loses', key: 'ANTHROPIC_BASE_URL', file: null, text: expect.any(String) });
    expect((await run(['conflicts'], { conflicts: async () => [] })).out).toContain('Nothing found');
  });
});

describe('code-proxy claude switch', () => {
  it('switches by name and shows how they stand', async () => {
    expect((await run(['switch', 'onboarding', 'on'])).out).toContain('onboarding  on');
    expect((await run(['switches'])).out).toContain('on, but not by Code Proxy');
    expect(JSON.parse((await run(['switch', 'plugin', 'off', '--json'])).out).items[0]).toMatchObject({ name: 'plugin', state: 'off' });
    expect((await run(['switch', 'other', 'on'])).exitCode).toBe(2);
    expect((await run(['switch', 'plugin', 'maybe'])).exitCode).toBe(2);
  });
});
