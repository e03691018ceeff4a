/** Every verb on a data folder on which nothing runs, as a process of its own. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, cliHome, cliJson, startServe } from '../../support/cli-process.ts';

const TOKEN = 'sk-ant-api03-a-very-secret-credential';

describe('without a running instance', { timeout: 240_000 }, () => {
  it('keeps endpoints from one command to the next and never prints a token', async () => {
    const home = await cliHome();
    const added = await cli(home, ['endpoint', 'add', '--name', 'main', '--url', 'https://api.example.com/v1', '--token-stdin'], `${TOKEN}\n`);
    expect(added).toEqual({ code: 0, out: 'main added as P1\n', err: '' });
    await cli(home, ['endpoint', 'add', '--name', 'spare', '--url', 'http://127.0.0.1:1', '--map', 'haiku=small']);
    await cli(home, ['endpoint', 'move', 'SPARE', '--to', '1']);
    await cli(home, ['endpoint', 'edit', 'main', '--auth', 'bearer', '--note', 'mine']);
    await cli(home, ['endpoint', 'disable', 'spare']);
    const list = await cliJson(home, ['endpoint', 'list']);
    expect(list).toMatchObject({
      items: [
        { position: 1, name: 'spare', modelMap: { haiku: 'small' }, isEnabled: false, state: { kind: 'disabled' } },
        { position: 2, name: 'main', baseUrl: 'https://api.example.com', authStyle: 'bearer', note: 'mine', state: { kind: 'ready' } },
      ],
    });
    const shown = await cli(home, ['endpoint', 'show', 'main']);
    expect(shown.out).toContain('https://api.example.com');
    expect(JSON.stringify(list) + shown.out).not.toContain(TOKEN);
    expect(await cliJson(home, ['endpoint', 'remove', 'main'])).toMatchObject({ removed: true, name: 'main' });
    expect((await cli(home, ['endpoint', 'show', 'main'])).code).toBe(1);
  });

  it('answers every reading verb, as text and as JSON', async () => {
    const home = await cliHome();
    const texts: [readonly string[], string][] = [
      [['endpoint', 'list'], 'No endpoints yet'],
      [['requests'], 'No requests yet'],
      [['usage'], 'No usage'],
      [['token', 'list'], 'No named tokens'],
      [['settings', 'get', 'proxy.port'], '9000'],
      [['status'], 'not running'],
    ];
    for (const [args, text] of texts) expect(await cli(home, args)).toMatchObject({ code: 0, out: expect.stringContaining(text), err: '' });
    expect(await cliJson(home, ['requests'])).toEqual({ items: [], nextCursor: null });
    expect(await cliJson(home, ['usage', '--by', 'endpoint'])).toMatchObject({ rows: [], totals: { exchanges: 0 } });
    expect(await cliJson(home, ['status'])).toEqual({ running: false, dataFolder: home.dataFolder });
  });

  it('changes settings and tokens for the next start', async () => {
    const home = await cliHome();
    expect((await cli(home, ['settings', 'set', 'proxy.port', '9100', 'proxy.idleTimeoutMs', '90s'])).code).toBe(0);
    expect(await cliJson(home, ['settings', 'get', 'proxy.idleTimeoutMs'])).toEqual({ path: 'proxy.idleTimeoutMs', value: 90_000 });
    const added = await cli(home, ['token', 'add', 'ci']);
    expect(added.out).toMatch(/^cp-\S+\n$/);
    expect(await cliJson(home, ['token', 'list'])).toMatchObject({ items: [{ name: 'ci', tail: added.out.trim().slice(-4) }] });
    expect((await cli(home, ['token', 'revoke', 'ci'])).code).toBe(0);
    expect((await cli(home, ['token', 'revoke', 'ci', '--json'])).code).toBe(1);
  });

  it('says which verbs need a running instance, with exit code 1', async () => {
    const home = await cliHome();
    for (const args of [['stop'], ['dashboard'], ['token', 'show'], ['claude', 'apply']]) {
      expect(await cli(home, args)).toMatchObject({ code: 1, out: '', err: expect.stringContaining('code-proxy serve') });
    }
    expect(await cliJson(home, ['stop'])).toMatchObject({ error: { code: 'INSTANCE_UNREACHABLE' } });
    expect(existsSync(home.dataFolder)).toBe(false);
  });

  it('exits 2 for usage errors and wrong input, with one line on stderr', async () => {
    const home = await cliHome();
    for (const args of [
      ['serv'],
      ['endpoint', 'add', '--name', 'x'],
      ['endpoint', 'add', '--name', 'x', '--url', 'api.example.com'],
      ['settings', 'set', 'proxy.port', '99999'],
    ]) {
      const { code, out, err } = await cli(home, args);
      expect({ args, code, out }).toEqual({ args, code: 2, out: '' });
      expect(err).toMatch(/^code-proxy: [^\n]+\n$/);
    }
  });

  it('names a data folder that cannot be one', async () => {
    const home = await cliHome();
    await writeFile(home.dataFolder, 'a file');
    const failed = await cliJson(home, ['endpoint', 'list']);
    expect(failed).toMatchObject({ error: { code: 'DATA_FOLDER_UNWRITABLE', message: expect.stringContaining('CODE_PROXY_HOME') } });
    expect(await cli(home, ['serve', '--port', '0', '--admin-port', '0'])).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining(home.dataFolder),
    });
    expect(await readFile(home.dataFolder, 'utf8')).toBe('a file');
  });

  it('restores Claude Code’s settings that a crashed instance left behind', async () => {
    const home = await cliHome();
    const before = '{\n  // mine\n  "theme": "dark"\n}\n';
    await writeFile(home.claudeSettings, before);
    const serve = await startServe(home);
    expect(await readFile(home.claudeSettings, 'utf8')).not.toBe(before);
    await serve.end('SIGKILL');
    expect(await readFile(home.claudeSettings, 'utf8')).not.toBe(before);
    expect((await cli(home, ['claude', 'restore'])).code).toBe(0);
    expect(await readFile(home.claudeSettings, 'utf8')).toBe(before);
    expect(existsSync(join(home.dataFolder, 'claude-settings.journal.json'))).toBe(false);
  });
});
