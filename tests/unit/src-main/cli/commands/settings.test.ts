import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../../../src-shared/schemas/settings.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { runCli } from '../../../../support/cli-run.ts';

const services = fakeAdminServices();

describe('code-proxy settings', () => {
  it('prints all settings, one of them, or JSON', async () => {
    expect((await runCli(['settings', 'get'], { services })).out).toMatch(/ {2}proxy\.port +9000\n/);
    expect((await runCli(['settings', 'get', 'ui.theme'], { services })).out).toBe('system\n');
    expect(JSON.parse((await runCli(['settings', 'get', 'proxy.port', '--json'], { services })).out)).toEqual({ path: 'proxy.port', value: 9_000 });
    expect(JSON.parse((await runCli(['settings', 'get', '--json'], { services })).out)).toMatchObject({ settings: DEFAULT_SETTINGS, overridden: [] });
  });

  it('marks what a command-line option overrides', async () => {
    const overridden = fakeAdminServices({
      settings: { ...services.settings, get: () => ({ settings: DEFAULT_SETTINGS, needsRestart: [], overridden: ['proxy.port'] }) },
    });
    expect((await runCli(['settings', 'get'], { services: overridden })).out).toContain('9000  (overridden by a command-line option)');
  });

  it('says that a stored value waits while an option of the command line wins', async () => {
    const overridden = fakeAdminServices({
      settings: { ...services.settings, change: async () => ({ settings: DEFAULT_SETTINGS, needsRestart: [], overridden: ['proxy.port'] }) },
    });
    const { out } = await runCli(['settings', 'set', 'proxy.port', '9100'], { services: overridden });
    expect(out).toBe('proxy.port: stored; until the next start a command-line option keeps it at 9000\n');
  });

  it('changes several at once and says what needs a restart', async () => {
    const asked: unknown[] = [];
    const change: typeof services.settings.change = async (changes) => {
      asked.push(changes);
      return services.settings.change(changes);
    };
    const noting = fakeAdminServices({ settings: { ...services.settings, change } });
    const { exitCode, out } = await runCli(['settings', 'set', 'proxy.port', '9000', 'log.level', 'debug'], { services: noting });
    expect(exitCode).toBe(0);
    expect(asked).toEqual([
      [
        { path: 'proxy.port', value: 9_000 },
        { path: 'log.level', value: 'debug' },
      ],
    ]);
    expect(out).toContain('proxy.port: takes effect at the next start');
  });

  it.each([
    [['get', 'proxy.prot'], 'there is no setting proxy.prot'],
    [['set', 'proxy.port'], "missing required argument 'value'"],
    [['set', 'port', '1'], 'there is no setting port – see "code-proxy settings get"'],
  ])('exits 2 for %j', async (args, message) => {
    expect(await runCli(['settings', ...args], { services })).toMatchObject({ exitCode: 2, err: expect.stringContaining(message) });
  });
});
