import { describe, expect, it } from 'vitest';
import type { AuditView } from '../../../../../src-shared/schemas/audit.ts';
import type { SettingChange } from '../../../../../src-shared/schemas/settings.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { runCli } from '../../../../support/cli-run.ts';
import { AUDITED_ID, SENT_BODY, STREAM_BODY, sampleAudit, sampleAuditText } from '../../../../support/sample-audit.ts';

const plain = fakeAdminServices();

function servicesWith(view: AuditView, limit = 256 * 1_024) {
  return fakeAdminServices({
    exchanges: { ...plain.exchanges, get: async () => ({ ...(await plain.exchanges.get(AUDITED_ID)), id: AUDITED_ID }) },
    audit: { ...plain.audit, get: async () => view, text: async (input) => sampleAuditText({ ...input, limit }) },
  });
}

const services = servicesWith({ kind: 'kept', record: sampleAudit() });

describe('code-proxy audit show', () => {
  it('prints all messages with their headers and how much of each body is kept', async () => {
    const { out, exitCode } = await runCli(['audit', 'show', AUDITED_ID], { services });
    expect(exitCode).toBe(0);
    for (const line of [
      'original   POST /v1/messages?beta=true',
      'upstream 1   529',
      'forwarded 2   POST https://second.example/v1/messages?beta=true',
      'delivered   200',
    ])
      expect(out).toContain(line);
    expect(out).toContain('  Authorization: [redacted]');
    expect(JSON.parse((await runCli(['audit', 'show', AUDITED_ID, '--json'], { services })).out)).toMatchObject({
      kind: 'kept',
      record: { exchangeId: AUDITED_ID },
    });
  });

  it('prints one body whole, however many parts it comes in; of the last attempt unless another is named', async () => {
    const inParts = servicesWith({ kind: 'kept', record: sampleAudit() }, 50);
    expect((await runCli(['audit', 'show', AUDITED_ID, '--part', 'forwarded'], { services: inParts })).out).toBe(`${SENT_BODY}\n`);
    const json = await runCli(['audit', 'show', AUDITED_ID, '--part', 'delivered', '--json'], { services: inParts });
    expect(JSON.parse(json.out)).toEqual({ part: 'delivered', attempt: null, text: STREAM_BODY });
    expect((await runCli(['audit', 'show', AUDITED_ID, '--part', 'upstream', '--attempt', '1'], { services: inParts })).out).toContain(
      'overloaded_error',
    );
  });

  it.each([
    [['--part', 'body'], /--part must be/],
    [['--part', 'upstream', '--attempt', '7'], /there is no attempt 7/],
  ])('exits 2 for %j', async (options, why) => {
    const { exitCode, err } = await runCli(['audit', 'show', AUDITED_ID, ...options], { services });
    expect(exitCode).toBe(2);
    expect(err).toMatch(why);
  });

  it.each(['none', 'expired', 'dropped', 'pending'] as const)('says in words why there is nothing: %s', async (kind) => {
    const { out, exitCode } = await runCli(['audit', 'show', AUDITED_ID], { services: servicesWith({ kind }) });
    expect(exitCode).toBe(0);
    expect(out).toMatch(/this request/);
  });
});

it('tells the size of each day', async () => {
  const size = { days: [{ day: '2026-11-20', exchanges: 12, sizeBytes: 1_500_000 }], sizeBytes: 1_500_000 };
  const full = fakeAdminServices({ audit: { ...plain.audit, size: async () => size } });
  const { out } = await runCli(['audit', 'size'], { services: full });
  expect(out).toMatch(/2026-11-20\s+12\s+1\.[45] M/);
  expect(JSON.parse((await runCli(['audit', 'size', '--json'], { services: full })).out)).toEqual(size);
  expect((await runCli(['audit', 'size'], { services: plain })).out).toContain('No requests and answers are kept');
});

it('deletes only when told that it is meant', async () => {
  let deleted = 0;
  const counting = fakeAdminServices({ audit: { ...plain.audit, deleteAll: async () => ({ days: [], sizeBytes: deleted++ * 0 }) } });
  expect((await runCli(['audit', 'delete'], { services: counting })).exitCode).toBe(2);
  expect(deleted).toBe(0);
  expect((await runCli(['audit', 'delete', '--yes'], { services: counting })).exitCode).toBe(0);
  expect(deleted).toBe(1);
});

it('switches the audit on and off', async () => {
  const changes: SettingChange[] = [];
  const noting = fakeAdminServices({
    settings: {
      ...plain.settings,
      change: async (given) => {
        changes.push(...given);
        return plain.settings.get();
      },
    },
  });
  for (const verb of ['off', 'on']) expect((await runCli(['audit', verb], { services: noting })).exitCode).toBe(0);
  expect(changes).toEqual([
    { path: 'audit.isOn', value: false },
    { path: 'audit.isOn', value: true },
  ]);
});
