/**
 * The real Claude Code client, launched in a terminal: a stand-in on the PATH that really runs what it is given. Its settings.json
 * is full of traps for whoever would write to it, and must come out byte for byte as it went in.
 */
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { BuiltProxy } from '../../support/built-proxy.ts';
import { eventually } from '../../support/eventually.ts';
import { DEFAULT_TEXT, MockAnthropic } from '../../support/mock-anthropic.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const clientSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('found'), path: z.string() }),
  z.object({ kind: z.literal('missing'), why: z.string() }),
]);
const moduleSchema = z.object({ ensureClaudeCode: z.custom<() => Promise<unknown>>((value) => typeof value === 'function') });
const loaded: unknown = await import(new URL('../../../scripts/claude-code-client.mjs', import.meta.url).href);
const client = clientSchema.parse(await moduleSchema.parse(loaded).ensureClaudeCode());
if (client.kind === 'missing') process.stderr.write(`\nSKIPPED: launching the real Claude Code client, because ${client.why}\n\n`);

const SETTINGS =
  '{\r\n\t"env" : { "ANTHROPIC_BASE_URL": "http://127.0.0.1:1", "ANTHROPIC_AUTH_TOKEN": "not-this-one" },\r\n  "includeCoAuthoredBy": false }';
const UPSTREAM_KEY = 'sk-launch-upstream-key';
const mock = new MockAnthropic();

beforeAll(() => mock.start());
afterAll(() => mock.stop());

async function setUp() {
  const home = await tempFolder();
  const bin = join(home, 'bin');
  const project = join(home, `it's a "project" $HOME ü`);
  const out = join(home, 'terminal.out');
  const settingsFile = join(home, '.claude', 'settings.json');
  for (const folder of [bin, project, join(home, '.claude')]) await mkdir(folder);
  await writeFile(settingsFile, SETTINGS);
  await writeFile(join(bin, 'kitty'), `#!/bin/sh\n"$@" < /dev/null > '${out}.new' 2>&1\nmv '${out}.new' '${out}'\n`);
  await chmod(join(bin, 'kitty'), 0o755);
  if (client.kind === 'found') await symlink(client.path, join(bin, 'claude'));
  const app = new BuiltProxy(home, {
    environment: {
      PATH: [bin, process.env.PATH].join(delimiter),
      DISPLAY: ':0',
      TERM: 'dumb',
      // Whatever goes outside ends here; nobody may stand between the client and the proxy.
      HTTPS_PROXY: mock.url,
      HTTP_PROXY: mock.url,
    },
  });
  onTestFinished(() => app.stop());
  const verb = async (...args: string[]) => {
    const done = await app.verb(...args);
    expect(done, args.join(' ')).toMatchObject({ code: 0 });
    return done;
  };
  await verb('endpoint', 'add', '--name', 'mock', '--url', mock.url, '--token', UPSTREAM_KEY);
  const launch = () => verb('launch', '--terminal', 'kitty', '--cd', project, '--model', 'haiku', '--', '-p', 'say hi');
  const said = async () => {
    await eventually(() => existsSync(out)).toBe(true);
    return readFile(out, 'utf8');
  };
  const expectNothingLeft = async () => {
    await eventually(() => readdir(join(home, 'launches'))).toEqual([]);
    expect(await readFile(settingsFile, 'utf8')).toBe(SETTINGS);
  };
  return { home, app, verb, launch, said, expectNothingLeft };
}

describe.skipIf(client.kind === 'missing' || process.platform === 'win32')('Claude Code launched in a terminal', () => {
  it('asks the proxy that runs, without a change of its settings', async () => {
    mock.play({ mode: 'ok' });
    const { app, launch, said, expectNothingLeft } = await setUp();
    await app.start();
    expect((await launch()).out).toContain('kitty');
    expect(await said()).toBe(`${DEFAULT_TEXT}\n`);
    // One credential, that of the endpoint: it came through the proxy and not from the settings.
    expect(mock.messages.map(({ headers }) => headers.authorization ?? headers['x-api-key'])).toEqual([expect.stringContaining(UPSTREAM_KEY)]);
    expect(mock.messages[0]?.body.model).toContain('haiku');
    expect(mock.outside).toEqual([]);
    await expectNothingLeft();
    // The proxy was there before, so it stays.
    expect(await (await fetch(`${app.url}/health`)).json()).toMatchObject({ status: 'ok' });
  });

  it('brings a proxy of its own where none runs, and takes it along', async () => {
    mock.play({ mode: 'ok' });
    const { home, verb, launch, said, expectNothingLeft } = await setUp();
    for (const port of ['proxy.port', 'admin.port']) await verb('settings', 'set', port, '0');
    await launch();
    expect(await said()).toBe(`${DEFAULT_TEXT}\n`);
    expect(mock.messages).toHaveLength(1);
    await expectNothingLeft();
    expect(existsSync(join(home, 'instance.json'))).toBe(false);
  });
});
