import { describe, expect, it } from 'vitest';
import type { DoctorPorts } from '../../../../src-main/doctor/ports.ts';
import { redactReport } from '../../../../src-main/doctor/redact-report.ts';
import { writeReport } from '../../../../src-main/doctor/report.ts';
import type { DoctorCheck, DoctorRun } from '../../../../src-shared/schemas/doctor.ts';
import { checkedEndpoint, doctorCore, doctorPorts, RIG_USER } from '../../../support/doctor-rig.ts';

const KEY = 'sk-ant-api03-Zz9+/planted=key';
const TOKEN = `cp-${'c0ffee'.repeat(11).slice(0, 64)}`;
/** Everything that must be gone, planted in every field that can hold a text. */
const PLANTED = [
  KEY,
  encodeURIComponent(KEY),
  JSON.stringify({ key: KEY }),
  `Bearer ${KEY}`,
  TOKEN,
  'https://user:pass-word-7@proxy.corp.example:3128',
  `/home/${RIG_USER}/projects/secret-plan`,
  `/Users/${RIG_USER}/work`,
  'C:\\Users\\marianne\\AppData',
  'marianne',
  'Marianne-Laptop',
  'someone.else@corp.example',
  'Corner Shop Gateway',
  'https://gateway.corner-shop.internal:8443/api',
  'gateway.corner-shop.internal',
  '10.11.12.13',
  'fd00:abcd::17',
  '/srv/clients/umbrella',
] as const;
const FORBIDDEN = ['planted', 'c0ffee', 'pass-word-7', 'marianne', 'secret-plan', 'corner', 'corp.example', '10.11.12.13', 'fd00', 'umbrella'];
const all = PLANTED.join(' ; ');

function plantedCheck(changes: Partial<DoctorCheck> = {}): DoctorCheck {
  return {
    id: 'endpoint:e1',
    kind: 'endpoint',
    group: 'endpoints',
    subject: all,
    state: 'failed',
    finding: { code: 'endpointPaid', values: { text: all } },
    remedy: { code: 'text', values: { text: all } },
    details: [
      { label: 'url', value: all, problem: null },
      { label: all, value: all, problem: null },
      { label: 'problem', value: all, problem: { of: 'mcp', code: 'file-broken', values: { file: all, reason: all } } },
    ],
    stages: [{ stage: 'dns', state: 'failed', durationMs: 3, detail: all }],
    fix: null,
    durationMs: 3,
    ...changes,
  };
}

const runOf = (...checks: DoctorCheck[]): DoctorRun => ({
  run: 1,
  isRunning: false,
  isCancelled: false,
  isPaid: false,
  startedAtMs: Date.UTC(2026, 10, 20),
  endedAtMs: Date.UTC(2026, 10, 20),
  checks,
});

async function ports(): Promise<DoctorPorts> {
  const endpoints = () => [checkedEndpoint('https://gateway.corner-shop.internal', { name: 'Corner Shop Gateway' })];
  return doctorPorts({ core: doctorCore({ endpoints, secrets: () => [KEY, TOKEN] }) });
}

describe('a report', () => {
  it('holds nothing private, in whatever field it stood', async () => {
    const report = writeReport(runOf(plantedCheck(), plantedCheck({ id: 'mcp', kind: 'mcp', group: 'extras' })), await ports(), { withNames: false });
    for (const word of FORBIDDEN) expect(report.toLowerCase(), word).not.toContain(word);
    expect(report).toContain('endpoint 1');
  });

  it('with names keeps names and hosts, and still no credential, user or folder', async () => {
    const report = writeReport(runOf(plantedCheck()), await ports(), { withNames: true });
    expect(report).toContain('Corner Shop Gateway');
    expect(report).toContain('gateway.corner-shop.internal');
    for (const word of ['planted', 'c0ffee', 'pass-word-7', 'marianne', 'someone.else']) expect(report.toLowerCase(), word).not.toContain(word);
  });

  it('calls servers and skills by a number, and says what is wrong with them', async () => {
    const broken = (of: 'mcp' | 'skills', name: string, code: string) =>
      plantedCheck({
        id: of,
        kind: of,
        group: 'extras',
        subject: null,
        state: 'warning',
        finding: { code: `${of}Broken`, values: { names: name, number: '1' } },
        details: [{ label: 'problem', value: name, problem: { of, code, values: {} } }],
        stages: [],
      });
    const run = runOf(broken('mcp', 'umbrella: plan', 'command-missing'), broken('skills', 'corner-prices', 'no-skill-md'));
    const report = writeReport(run, await ports(), { withNames: false });
    for (const word of FORBIDDEN) expect(report, word).not.toContain(word);
    expect(report).toContain('server 1: The command is missing.');
    expect(report).toContain('skill 1: There is no SKILL.md in the folder.');
    expect(writeReport(run, await ports(), { withNames: true })).toContain('corner-prices: There is no SKILL.md');
  });

  it('says what helps: version, system, and each check in a line with its remedy left to the reader', async () => {
    const fine = plantedCheck({
      id: 'disk-space',
      kind: 'disk-space',
      group: 'data',
      subject: null,
      state: 'ok',
      finding: { code: 'diskOk', values: { freeBytes: '2147483648' } },
    });
    const report = writeReport(runOf(fine, plantedCheck()), await ports(), { withNames: false });
    expect(report).toContain('Version 1.2.3 (headless)');
    expect(report).toContain('- ✅ Disk space: 2 GiB are free.');
    expect(report).toContain('❌ Name 3 ms');
    expect(report).toMatch(/\*\*Endpoints\*\*/);
  });

  it('of nothing says so, and keeps what everybody knows', async () => {
    const none = writeReport({ ...runOf(), startedAtMs: null }, await ports(), { withNames: false });
    expect(none).toContain('nothing was checked yet');
    const words = { secrets: [], dataFolder: '/', homeFolder: '/', userName: 'al', machineName: '', names: [] };
    const known = 'https://api.anthropic.com at http://127.0.0.1:9000 and [::1], 12:30:45, local, v24.1.0, /usr/bin/claude';
    expect(redactReport(known, words, { withNames: false })).toBe(known);
  });

  it('does not let a text break out of its line', async () => {
    const check = plantedCheck({
      finding: { code: 'endpointPaid', values: { text: 'first\n\n# a heading <script> `code`' } },
      details: [],
      stages: [],
      subject: 'x',
    });
    const report = writeReport(runOf(check), await ports(), { withNames: true });
    expect(report).not.toContain('\n# a heading');
    expect(report).not.toContain('<script>');
  });
});
