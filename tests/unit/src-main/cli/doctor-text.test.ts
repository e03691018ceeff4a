import { expect, it } from 'vitest';
import { checkPrinter, checkText, fixText, summaryText } from '../../../../src-main/cli/doctor-text.ts';
import { createTextStyle } from '../../../../src-main/cli/text-style.ts';
import type { DoctorCheck, DoctorRun } from '../../../../src-shared/schemas/doctor.ts';
import { NO_DOCTOR_RUN } from '../../../support/system-double.ts';

const style = createTextStyle({ isTerminal: false, columns: null, environment: {} });
const sample = (changes: Partial<DoctorCheck>): DoctorCheck => ({
  id: 'disk-space',
  kind: 'disk-space',
  group: 'data',
  subject: null,
  state: 'ok',
  finding: { code: 'diskOk', values: { freeBytes: '1024' } },
  remedy: null,
  details: [{ label: 'path', value: '/data', problem: null }],
  stages: [],
  fix: null,
  durationMs: 1,
  ...changes,
});
const run = (...checks: DoctorCheck[]): DoctorRun => ({ ...NO_DOCTOR_RUN, run: 1, checks });

it('prints a check when all before it have ended, once, with its group before the first', () => {
  const printed: string[] = [];
  const tell = checkPrinter(style, (text) => printed.push(text));
  const first = sample({ state: 'running', finding: null });
  const second = sample({ id: 'key', kind: 'key', finding: { code: 'keyNone', values: {} } });
  tell(run(first, second));
  expect(printed).toEqual([]);
  tell(run(sample({}), second));
  tell(run(sample({}), second));
  expect(printed.map((text) => text.trim())).toEqual([
    'Data folder',
    'ok       Disk space: 1 KiB are free.',
    expect.stringContaining('Key of the credentials'),
  ]);
});

it('shows evidence, steps, remedy and fix only where something is wrong, and no escapes of a name', () => {
  expect(checkText(style, sample({}))).not.toContain('/data');
  const bad = checkText(
    style,
    sample({
      subject: 'evil\u001b[2Jname',
      state: 'failed',
      remedy: { code: 'freeSpace', values: {} },
      stages: [{ stage: 'dns', state: 'failed', durationMs: 2, detail: 'ENOTFOUND' }],
      fix: 'remove-leftovers',
    }),
  );
  for (const text of ['FAILED', 'Path: /data', 'Name failed (ENOTFOUND)', '→ Free some space', '--fix remove-leftovers', 'evilname'])
    expect(bad).toContain(text);
  expect(bad).not.toContain('\u001b');
});

it('says in English what is wrong with a server or a skill', () => {
  const broken = checkText(
    style,
    sample({
      id: 'mcp',
      kind: 'mcp',
      group: 'extras',
      state: 'warning',
      finding: { code: 'mcpBroken', values: { names: 'files', number: '1' } },
      details: [
        { label: 'problem', value: 'files', problem: { of: 'mcp', code: 'variable-missing', values: { names: 'TOKEN' } } },
        { label: 'problem', value: 'big', problem: { of: 'skills', code: 'too-large', values: { limitBytes: '1048576' } } },
      ],
    }),
  );
  expect(broken).toContain('Problem: files: These variables are set nowhere: TOKEN');
  expect(broken).toContain('Problem: big: The files are larger than 1 MiB together.');
});

it('counts what was found, and says what a fix does', () => {
  expect(summaryText(style, run(sample({}), sample({ state: 'warning' }), sample({ state: 'skipped' })))).toBe('1 warning, 1 in order, 1 skipped');
  expect(fixText('start-proxy')).toContain('Starts the listener');
});
