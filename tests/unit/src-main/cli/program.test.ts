import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src-shared/app-error.ts';
import { fakeAdminServices } from '../../../support/admin-services.ts';
import { type CliRunOptions, runCli } from '../../../support/cli-run.ts';

const run = (args: readonly string[], options: Partial<CliRunOptions> = {}) => runCli(args, { services: fakeAdminServices(), ...options });

const failing = fakeAdminServices({
  exchanges: {
    ...fakeAdminServices().exchanges,
    list: async () => {
      throw new AppError('STORAGE_FAILED', 'the database does not answer', { repair: 'retry' });
    },
    get: async () => {
      throw new Error('secret details');
    },
    live: () => [],
  },
});

describe('the command line', () => {
  it('prints version and help without touching the core', async () => {
    expect(await run(['--version'])).toMatchObject({ exitCode: 0, out: '0.0.0-test\n', err: '', opened: 0 });
    const help = await run(['--help']);
    expect(help).toMatchObject({ exitCode: 0, err: '', opened: 0 });
    for (const verb of [
      'serve',
      'stop',
      'status',
      'dashboard',
      'launch',
      'endpoint',
      'requests',
      'request',
      'usage',
      'claude',
      'token',
      'settings',
    ]) {
      expect(help.out).toContain(`  ${verb} `);
    }
  });

  it.each([['serve'], ['endpoint', 'add'], ['endpoint', 'edit'], ['requests'], ['launch'], ['settings', 'set']])(
    'has examples in the help of %s %s',
    async (...words) => {
      expect((await run([...words, '--help'])).out).toContain('Examples:');
    },
  );

  it.each<[string, readonly string[], string]>([
    ['an unknown verb, with a suggestion', ['serv'], "code-proxy: unknown command 'serv' (Did you mean serve?)"],
    ['an unknown verb without a likeness', ['xyzzy'], 'code-proxy: unknown command \'xyzzy\' – see "code-proxy --help"'],
    ['an unknown sub-verb without a likeness', ['claude', 'xyzzy'], 'code-proxy: unknown command \'xyzzy\' – see "code-proxy claude --help"'],
    ['an unknown sub-verb', ['endpoint', 'lst'], "code-proxy: unknown command 'lst' (Did you mean list?)"],
    ['an unknown option', ['status', '--verbosely'], 'code-proxy: unknown option \'--verbosely\' – see "code-proxy status --help"'],
    [
      'a missing option',
      ['endpoint', 'add', '--name', 'a'],
      'code-proxy: required option \'--url <url>\' not specified – see "code-proxy endpoint add --help"',
    ],
    [
      'a sub-verb of a verb that works alone too',
      ['usage', 'recalculate'],
      'code-proxy: required option \'--since <time>\' not specified – see "code-proxy usage recalculate --help"',
    ],
    [
      'a missing option of a sub-verb behind options of its verb',
      ['usage', '--days', '3', '--by=hour', 'recalculate'],
      'code-proxy: required option \'--since <time>\' not specified – see "code-proxy usage recalculate --help"',
    ],
    ['a missing argument', ['request'], 'code-proxy: missing required argument \'id\' – see "code-proxy request --help"'],
    [
      'too many arguments',
      ['stop', 'now'],
      'code-proxy: too many arguments for \'stop\'. Expected 0 arguments but got 1: now. – see "code-proxy stop --help"',
    ],
    [
      'a bad number',
      ['serve', '--port', 'x'],
      "code-proxy: option '--port <port>' argument 'x' is invalid. It must be a whole number. – see \"code-proxy serve --help\"",
    ],
    ['Claude Code’s arguments without --', ['launch', '-p', 'hi'], "code-proxy: unknown option '-p' – put Claude Code’s own arguments behind --"],
    [
      'a half mapping',
      ['endpoint', 'add', '--name', 'a', '--url', 'http://x', '--map', 'haiku'],
      'code-proxy: --map haiku is not KEY=MODEL – for example --map haiku=claude-haiku-4-5',
    ],
  ])('says one clear line and exits 2 for %s', async (_name, args, line) => {
    expect(await run(args)).toEqual({ exitCode: 2, out: '', err: `${line}\n`, opened: 0, closed: 0 });
  });

  it.each([
    [[], 'serve', 'code-proxy --help'],
    [['endpoint'], 'restore', 'code-proxy endpoint --help'],
  ])('exits 2 for %j, which lacks a verb, and shows on stderr which there are', async (args, verb, help) => {
    const { exitCode, out, err } = await run(args);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toContain(`  ${verb} `);
    expect(err).toMatch(new RegExp(`code-proxy: a verb is missing – see "${help}"\n$`));
  });

  it('prints usage errors as one JSON object with --json', async () => {
    const { exitCode, out, err } = await run(['endpoint', 'add', '--json', '--name', 'a']);
    expect(exitCode).toBe(2);
    expect(err).toBe('');
    expect(JSON.parse(out)).toEqual({ error: { code: 'USAGE', message: expect.stringContaining('--url'), field: null, repair: null } });
  });

  it('exits 1 for failures, with code and repair in JSON', async () => {
    const text = await run(['requests'], { services: failing });
    expect(text).toMatchObject({ exitCode: 1, out: '', err: 'code-proxy: the database does not answer – try again\n', closed: 1 });
    const json = await run(['requests', '--json'], { services: failing });
    expect(json).toMatchObject({ exitCode: 1, err: '' });
    expect(JSON.parse(json.out).error).toMatchObject({ code: 'STORAGE_FAILED', repair: 'retry' });
  });

  it('shows a stack only with CODE_PROXY_DEBUG', async () => {
    const quiet = await run(['requests'], { services: failing });
    expect(quiet.err).not.toContain('    at ');
    const loud = await run(['requests'], { services: failing, environment: { CODE_PROXY_DEBUG: '1' } });
    expect(loud.err).toContain('    at ');
  });
});
