import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RuleRegistry } from '../../../../../src-main/configuration/rule-registry.ts';
import { DEFAULT_RULES, FIXED_RULE_IDS } from '../../../../../src-main/failover/default-rules.ts';
import { silentLogger } from '../../../../../src-main/platform/logger.ts';
import { protocolAdapter } from '../../../../../src-main/protocols/registry.ts';
import { explainAnswer } from '../../../../../src-main/proxy/explain-answer.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { CLI_NOW_MS, runCli } from '../../../../support/cli-run.ts';
import { useTempFolder } from '../../../../support/temp-folder.ts';

/** The real rules, kept nowhere. */
async function setUp() {
  const rules = new RuleRegistry({
    store: { load: async () => ({ rules: [], off: [] }), write: async () => undefined },
    logger: silentLogger,
    builtIn: DEFAULT_RULES,
    fixedIds: FIXED_RULE_IDS,
    explain: (input, active) =>
      explainAnswer(input, { rules: active, adapter: protocolAdapter('anthropic'), maxRetries: 5, restLimitMs: 1_800_000, nowMs: CLI_NOW_MS }),
  });
  await rules.start();
  const services = fakeAdminServices({ rules });
  return { rules, run: (...args: string[]) => runCli(['rules', ...args], { services }) };
}

const SLOW = { title: 'Slow down', match: { statuses: [400], phrases: ['please slow down'] }, rest: { kind: 'for', ms: 60_000 } } as const;

describe('code-proxy rules', () => {
  it('lists all rules in words, the user’s first', async () => {
    const { rules, run } = await setUp();
    await rules.add({ ...SLOW, match: { statuses: [400], phrases: ['please slow down'] } });
    await rules.setEnabled('timeout', false);
    const lines = (await run('list')).out.split('\n');
    expect(lines[1]).toMatch(/^slow-down +on +you +status 400, text contains “please slow down” +next endpoint +rests 1 min 00 s$/);
    expect(lines.find((line) => line.startsWith('timeout'))).toMatch(/ off +built in +no answer in time /);
    expect(JSON.parse((await run('list', '--json')).out).items[0]).toMatchObject({ origin: 'user', rule: { id: 'slow-down' } });
  });

  it('writes a file that comes back without changing anything', async () => {
    const { rules, run } = await setUp();
    const file = join(await useTempFolder(), 'rules.yaml');
    await rules.add({ ...SLOW, match: { statuses: [400], phrases: ['please slow down'] } });
    expect((await run('export', file)).out).toBe(`written to ${file}\n`);
    expect((await run('export')).out).toBe(await readFile(file, 'utf8'));
    expect((await run('import', file, '--dry-run')).out).toBe('The file is fine; it would change nothing.\n');
    expect((await run('import', file)).out).toBe('Nothing to change.\n');
  });

  it('says what an import changes, and with a dry run what it would', async () => {
    const { rules, run } = await setUp();
    const file = join(await useTempFolder(), 'rules.yaml');
    await writeFile(file, 'version: 1\noff: [timeout]\nrules:\n  - { id: a, title: A, match: { statuses: [418] } }\n');
    expect((await run('import', file, '--dry-run')).out).toBe('would add a (A)\nwould switch off timeout (The endpoint did not answer in time)\n');
    expect(rules.active()).toEqual(DEFAULT_RULES);
    expect((await run('import', file)).out).toBe('added a (A)\nswitched off timeout (The endpoint did not answer in time)\n');
    expect(rules.active()[0]?.id).toBe('a');
  });

  it('refuses a broken file with field and line, and changes nothing', async () => {
    const { rules, run } = await setUp();
    const file = join(await useTempFolder(), 'rules.yaml');
    await writeFile(file, 'version: 1\nrules:\n  - id: a\n    title: A\n    match: { statuses: [418] }\n    rest: { kind: for, ms: soon }\n');
    const { exitCode, err } = await run('import', file);
    expect(exitCode).toBe(2);
    expect(err).toBe('code-proxy: line 6: rules[0].rest.ms must be a whole number of milliseconds from 1000 to 691200000\n');
    expect(rules.active()).toEqual(DEFAULT_RULES);
    expect(await run('import', join(file, 'nothing'))).toMatchObject({ exitCode: 2 });
    expect(await run('export', join(file, 'nothing'))).toMatchObject({ exitCode: 2 });
  });

  it('says what the rules make of a failure', async () => {
    const { rules, run } = await setUp();
    const { out } = await run('test', '--status', '429', '--header', 'Retry-After: 5');
    expect(out).toMatch(/understood +answered 429\n/);
    expect(out).toMatch(/named wait +5 s\n/);
    expect(out).toMatch(/rule +The endpoint limits the rate \[rate-limited\]\n/);
    expect(out).toMatch(/with another endpoint +next endpoint, rests 5 s\n/);
    expect(out).toMatch(/as the only endpoint +nothing more is tried, rests 5 s\n/);
    await rules.add({ ...SLOW, match: { statuses: [400], phrases: ['please slow down'] } });
    const body = join(await useTempFolder(), 'body.json');
    await writeFile(body, '{"type":"error","error":{"type":"invalid_request_error","message":"Please slow down."}}');
    expect((await run('test', '--status', '400', '--body', `@${body}`)).out).toMatch(/rule +Slow down \[slow-down\], your own rule\n/);
    expect(JSON.parse((await run('test', '--event', 'overloaded_error', '--json')).out).rule.id).toBe('overloaded-event');
    expect(JSON.parse((await run('test', '--unreachable', 'refused', '--json')).out).rule.id).toBe('refused');
    expect(JSON.parse((await run('test', '--timeout', 'idle', '--json')).out).rule.id).toBe('timeout');
    expect(JSON.parse((await run('test', '--bad-answer', 'html', '--json')).out).rule.id).toBe('bad-answer');
  });

  it.each([
    [['test']],
    [['test', '--status', '500', '--event', 'x']],
    [['test', '--event', 'x', '--header', 'a: b']],
    [['test', '--status', '200']],
    [['test', '--status', '500', '--header', 'no colon']],
    [['test', '--unreachable', 'rain']],
    [['enable']],
  ])('exits 2 for a command line that cannot be meant: %j', async (args) => {
    const { run } = await setUp();
    expect(await run(...args)).toMatchObject({ exitCode: 2, out: '' });
  });

  it('switches rules and goes back to the built-in ones', async () => {
    const { rules, run } = await setUp();
    expect((await run('disable', 'timeout')).out).toBe('timeout disabled\n');
    expect(rules.active()).toHaveLength(DEFAULT_RULES.length - 1);
    expect((await run('enable', 'timeout')).out).toBe('timeout enabled\n');
    await run('disable', 'refused');
    expect((await run('reset')).out).toBe('Only the built-in rules apply now.\n');
    expect(rules.active()).toEqual(DEFAULT_RULES);
    expect(await run('disable', 'nothing')).toMatchObject({ exitCode: 1, err: expect.stringContaining('code-proxy rules list') });
  });
});
