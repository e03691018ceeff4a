import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../../src-shared/app-error.ts';
import type { KeyPlace } from '../../../../../src-shared/schemas/secrets.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { runCli } from '../../../../support/cli-run.ts';
import { sampleSecrets } from '../../../../support/system-double.ts';

describe('secrets status', () => {
  it('says where the key lives and what it seals', async () => {
    const { out, exitCode } = await runCli(['secrets', 'status'], { services: fakeAdminServices() });
    expect(exitCode).toBe(0);
    expect(out).toContain('in a key file that only your user may read');
    expect(out).toContain('/data/key');
    expect(out).toContain('2 credentials of endpoints');
    expect(out).toContain('only the desktop app can use it');
  });

  it('ends with 1 when the key cannot be opened, and says how it can; a text of another key is named', async () => {
    const closed = sampleSecrets({ home: 'keychain', keyId: null, problem: 'sealed; run "code-proxy secrets move --to keyfile" there' });
    const secrets = { status: async () => closed, move: async () => closed };
    const { out, exitCode } = await runCli(['secrets', 'status'], { services: fakeAdminServices({ secrets }), instance: null });
    expect(exitCode).toBe(1);
    expect(out).toContain('secrets move --to keyfile');
    const lost = sampleSecrets({ hasTwoHomes: true, sealed: [{ kind: 'mcp-servers', count: 3, unopenable: 1 }] });
    const other = await runCli(['secrets', 'status'], {
      services: fakeAdminServices({ secrets: { status: async () => lost, move: async () => lost } }),
    });
    expect(other.out).toMatch(/3 MCP servers that are switched off \(1 sealed with another key\)/);
    expect(other.out).toContain('the other home holds a key as well');
  });

  it('prints all of it as JSON', async () => {
    const { out } = await runCli(['secrets', 'status', '--json'], { services: fakeAdminServices() });
    expect(JSON.parse(out)).toEqual(sampleSecrets());
  });
});

describe('secrets move', () => {
  const moving = (home: KeyPlace) => {
    const asked: KeyPlace[] = [];
    const secrets = {
      status: async () => sampleSecrets({ home }),
      move: async (to: KeyPlace) => {
        asked.push(to);
        return sampleSecrets({ home: to, file: `/data/${to}` });
      },
    };
    return { asked, services: fakeAdminServices({ secrets }) };
  };

  it('asks the instance that runs, and says where the key is now', async () => {
    const { asked, services } = moving('keychain');
    const { out, exitCode } = await runCli(['secrets', 'move', '--to', 'keyfile'], { services });
    expect([asked, exitCode]).toEqual([['keyfile'], 0]);
    expect(out).toContain('The key is now in a key file');
    const json = await runCli(['secrets', 'move', '--to', 'keyfile', '--json'], { services });
    expect(JSON.parse(json.out)).toMatchObject({ moved: true, home: 'keyfile' });
  });

  it('says that there is nothing to do', async () => {
    const { out } = await runCli(['secrets', 'move', '--to', 'keyfile'], { services: moving('keyfile').services });
    expect(out).toContain('The key is already in a key file');
  });

  it('wants to know where to, and knows two places', async () => {
    for (const args of [[], ['--to', 'cloud']]) expect((await runCli(['secrets', 'move', ...args], moving('keyfile'))).exitCode).toBe(2);
  });

  it('passes on why it was refused', async () => {
    const refused = new AppError('NOT_SUPPORTED_HERE', 'only the desktop app can seal the key');
    const secrets = { status: async () => sampleSecrets(), move: () => Promise.reject(refused) };
    const { err, exitCode } = await runCli(['secrets', 'move', '--to', 'keychain'], { services: fakeAdminServices({ secrets }) });
    expect(exitCode).toBe(1);
    expect(err).toContain('only the desktop app can seal the key');
  });
});
