import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { harSchema } from '../../../../../src-shared/request-export/har-log.ts';
import type { AuditView } from '../../../../../src-shared/schemas/audit.ts';
import type { ExchangeExportInput, ExchangeListInput } from '../../../../../src-shared/schemas/exchange.ts';
import { fakeAdminServices, sampleAttempt, sampleExchange } from '../../../../support/admin-services.ts';
import { CLI_NOW_MS, runCli } from '../../../../support/cli-run.ts';
import { AUDITED_ID, SENT_BODY, sampleAudit, sampleAuditedExchange, sampleAuditText } from '../../../../support/sample-audit.ts';
import { useTempFolder } from '../../../../support/temp-folder.ts';

const ID = '019a9f3c-1b2c-7000-8000-000000000001';

function withExchanges(count: number) {
  const asked: unknown[] = [];
  const items = Array.from({ length: count }, (_, at) => sampleExchange({ id: ID.replace(/1$/, String(at)), outcome: 'delivered', status: 200 }));
  const services = fakeAdminServices({
    exchanges: {
      ...fakeAdminServices().exchanges,
      list: async (input) => {
        asked.push(input);
        return { items, nextCursor: 'next', searchedToMs: null };
      },
      get: async (id) => ({
        ...sampleExchange({ id, outcome: 'delivered', status: 200 }),
        attempts: [sampleAttempt({ status: 200, verdict: 'deliver', reason: 'ok' })],
      }),
      live: () => [],
    },
  });
  return { services, asked };
}

describe('code-proxy requests', () => {
  it('hands the filters on', async () => {
    const { services, asked } = withExchanges(1);
    await runCli(['requests', '--limit', '5', '--status', '5xx', '--endpoint', 'main', '--model', 'opus', '--cursor', 'c'], { services });
    expect(asked).toEqual([{ limit: 5, status: 5, endpoint: 'main', model: 'opus', cursor: 'c' }]);
  });

  it('hands on every filter there is, with times in Unix ms', async () => {
    const { services, asked } = withExchanges(1);
    const filters = '--outcome failures --kind count_tokens --session s1 --text Overloaded --since 2h --until 1763596800000';
    await runCli(['requests', '--limit', '1', ...filters.split(' ')], { services });
    expect(asked).toEqual([
      {
        limit: 1,
        outcome: 'failures',
        kind: 'count_tokens',
        sessionId: 's1',
        text: 'Overloaded',
        sinceMs: CLI_NOW_MS - 2 * 3_600_000,
        untilMs: 1_763_596_800_000,
      },
    ]);
  });

  it('goes on with a search that was answered in pieces, until the page is full', async () => {
    const asked: unknown[] = [];
    const pages = [
      { items: [], nextCursor: 'a', searchedToMs: 9 },
      { items: [sampleExchange({ id: 'one' })], nextCursor: 'b', searchedToMs: 5 },
      { items: [sampleExchange({ id: 'two' })], nextCursor: 'c', searchedToMs: null },
    ];
    const list = async (input: ExchangeListInput) => {
      asked.push([input.limit, input.cursor]);
      return pages[asked.length - 1] ?? { items: [], nextCursor: null, searchedToMs: null };
    };
    const services = fakeAdminServices({ exchanges: { ...fakeAdminServices().exchanges, list } });
    const { out } = await runCli(['requests', '--limit', '2', '--text', 'x'], { services });
    expect(asked).toEqual([
      [2, undefined],
      [2, 'a'],
      [1, 'b'],
    ]);
    expect(out.trimEnd().split('\n')).toHaveLength(3);
  });

  it('gives every item of the JSON its attempts, however many there are', async () => {
    const { services } = withExchanges(45);
    const { out } = await runCli(['requests', '--json'], { services });
    const page = JSON.parse(out);
    expect(page.nextCursor).toBe('next');
    expect(page.items).toHaveLength(45);
    for (const item of page.items)
      expect(item).toMatchObject({
        outcome: 'delivered',
        status: 200,
        attempts: [{ endpoint: 'First', status: 200, verdict: 'deliver', reason: 'ok' }],
      });
  });

  it('exits 2 for a limit that is too large', async () => {
    const { services } = withExchanges(1);
    expect(await runCli(['requests', '--limit', '500'], { services })).toMatchObject({ exitCode: 2, err: expect.stringContaining('limit') });
  });

  it.each([
    ['--outcome', 'lost'],
    ['--kind', 'chat'],
    ['--since', 'yesterday'],
    ['--text', ' '],
    ['--file', 'x.csv'],
    ['--bom'],
    ['--export', 'xml'],
    ['--export', 'csv', '--json'],
    ['--export', 'json', '--bom'],
  ])('exits 2 for %s %s', async (...args) => {
    const { services } = withExchanges(1);
    expect((await runCli(['requests', ...args], { services })).exitCode).toBe(2);
  });
});

describe('code-proxy requests --export', () => {
  /** Three parts, of which the second found nothing. */
  function withParts() {
    const asked: unknown[] = [];
    const parts = [
      { text: 'id\r\n1\r\n', rows: 1, nextCursor: 'a', reachedMs: 9 },
      { text: '', rows: 0, nextCursor: 'b', reachedMs: 5 },
      { text: '2\r\n', rows: 1, nextCursor: null, reachedMs: 1 },
    ];
    const exportPart = async (input: ExchangeExportInput) => {
      asked.push(input);
      return parts[asked.length - 1] ?? { text: '', rows: 0, nextCursor: null, reachedMs: null };
    };
    return { asked, services: fakeAdminServices({ exchanges: { ...fakeAdminServices().exchanges, exportPart } }) };
  }

  it('writes all parts to standard output and nothing beside', async () => {
    const { services, asked } = withParts();
    expect(await runCli(['requests', '--export', 'csv', '--outcome', 'failed'], { services })).toMatchObject({
      exitCode: 0,
      out: 'id\r\n1\r\n2\r\n',
    });
    expect(asked).toEqual([
      { format: 'csv', outcome: 'failed', rowsBefore: 0 },
      { format: 'csv', outcome: 'failed', rowsBefore: 1, cursor: 'a' },
      { format: 'csv', outcome: 'failed', rowsBefore: 1, cursor: 'b' },
    ]);
  });

  it('writes a file, with a byte order mark if asked, and says how many there are', async () => {
    const file = join(await useTempFolder(), 'requests.csv');
    const run = await runCli(['requests', '--export', 'csv', '--file', file, '--bom'], { services: withParts().services });
    expect(run).toMatchObject({ exitCode: 0, out: `2 requests written to ${file}\n` });
    expect(await readFile(file, 'utf8')).toBe('\uFEFFid\r\n1\r\n2\r\n');
    const asJson = await runCli(['requests', '--export', 'csv', '--file', file, '--json'], { services: withParts().services });
    expect(JSON.parse(asJson.out)).toEqual({ file, rows: 2 });
  });

  it('tells in a terminal how far it got', async () => {
    const file = join(await useTempFolder(), 'requests.csv');
    const { err } = await runCli(['requests', '--export', 'csv', '--file', file], { services: withParts().services, isTerminal: true });
    expect(err).toContain('1 requests, back to 1970-01-01');
  });

  it('exits 2 when the file cannot be written', async () => {
    const file = join(await useTempFolder(), 'no', 'folder.csv');
    expect(await runCli(['requests', '--export', 'csv', '--file', file], { services: withParts().services })).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('folder.csv'),
    });
  });
});

describe('code-proxy request', () => {
  it('accepts the beginning of an id', async () => {
    const { services } = withExchanges(1);
    const { exitCode, out } = await runCli(['request', '019a9f3c-1b2c', '--json'], { services });
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ id: ID.replace(/1$/, '0'), attempts: [{ verdict: 'deliver' }] });
  });

  it('prints attempts with their reasons', async () => {
    const { services } = withExchanges(1);
    expect((await runCli(['request', ID], { services })).out).toMatch(/First .* deliver .* ok/);
  });

  it('exits 1 when there is none', async () => {
    const { services } = withExchanges(0);
    const run = await runCli(['request', '019a9f3c', '--json'], { services });
    expect(run.exitCode).toBe(1);
    expect(JSON.parse(run.out).error.code).toBe('EXCHANGE_NOT_FOUND');
  });
});

describe('code-proxy request, written down', () => {
  function withAudit(view: AuditView = { kind: 'kept', record: sampleAudit() }) {
    const { audit, exchanges } = fakeAdminServices();
    return fakeAdminServices({
      exchanges: { ...exchanges, get: async () => sampleAuditedExchange() },
      audit: { ...audit, get: async () => view, text: async (input) => sampleAuditText({ ...input, limit: 64 }) },
    });
  }

  it('prints a curl command of the last attempt, with the whole body and no credential', async () => {
    const { out, exitCode } = await runCli(['request', AUDITED_ID, '--curl'], { services: withAudit() });
    expect(exitCode).toBe(0);
    expect(out).toContain("'https://second.example/v1/messages?beta=true'");
    expect(out).toContain('"x-api-key: $API_KEY"');
    expect(out).toContain(SENT_BODY.replaceAll("'", "'\\''"));
    expect(out).not.toContain('[redacted]');
  });

  it('prints that of another attempt, or the client’s own through the proxy', async () => {
    const services = withAudit();
    const first = await runCli(['request', AUDITED_ID, '--curl', '--attempt', '1', '--json'], { services });
    expect(JSON.parse(first.out).command).toContain('https://first.example/');
    expect((await runCli(['request', AUDITED_ID, '--curl', '--attempt', '0'], { services })).out).toContain(
      "'http://127.0.0.1:9000/v1/messages?beta=true'",
    );
    expect(await runCli(['request', AUDITED_ID, '--curl', '--attempt', '9'], { services })).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('no attempt 9'),
    });
  });

  it('prints a HAR log', async () => {
    const { out } = await runCli(['request', AUDITED_ID, '--har'], { services: withAudit() });
    const { log } = harSchema.parse(JSON.parse(out));
    expect(log.entries.map(({ response }) => response.status)).toEqual([200, 529, 200]);
    expect(log.creator.version).toBe('0.0.0-test');
  });

  it.each(['none', 'expired', 'dropped', 'pending'] as const)('says why there is nothing to write down: %s', async (kind) => {
    const run = await runCli(['request', AUDITED_ID, '--har', '--json'], { services: withAudit({ kind }) });
    expect(run.exitCode).toBe(1);
    expect(JSON.parse(run.out).error).toMatchObject({ code: 'EXCHANGE_NOT_FOUND', message: expect.stringMatching(/kept|under way/) });
  });

  it.each([
    ['--curl', '--har'],
    ['--attempt', '1'],
  ])('exits 2 for %s %s', async (...options) => {
    expect((await runCli(['request', AUDITED_ID, ...options], { services: withAudit() })).exitCode).toBe(2);
  });
});
