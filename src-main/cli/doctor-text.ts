/** What the doctor found, as text for a terminal: a line for each check, and below it what to do. */
import { englishDoctorWords } from '../../src-shared/doctor-words.ts';
import { doctor as words } from '../../src-shared/i18n/en/doctor.ts';
import type { DoctorCheck, DoctorFix, DoctorRun, DoctorState } from '../../src-shared/schemas/doctor.ts';
import type { TextStyle, Tone } from './text-style.ts';

const MARKS: Readonly<Record<DoctorState, readonly [word: string, tone: Tone]>> = {
  ok: ['ok', 'good'],
  warning: ['WARNING', 'warning'],
  failed: ['FAILED', 'bad'],
  skipped: ['skipped', 'faint'],
  waiting: ['…', 'faint'],
  running: ['…', 'faint'],
};
const MARK_WIDTH = 9;

/** Prints each check once it has ended, in the order of the list, with the title of its group before the first of one. */
export function checkPrinter(style: TextStyle, print: (text: string) => void): (run: DoctorRun) => void {
  const printed = new Set<string>();
  let group: string | null = null;
  return ({ checks }) => {
    for (const check of checks) {
      if (check.state === 'waiting' || check.state === 'running') return;
      if (printed.has(check.id)) continue;
      printed.add(check.id);
      if (check.group !== group) print(`${group === null ? '' : '\n'}${style.paint('strong', words.group[check.group])}\n`);
      group = check.group;
      print(`${checkText(style, check)}\n`);
    }
  };
}

export function checkText(style: TextStyle, check: DoctorCheck): string {
  const say = englishDoctorWords();
  const [mark, tone] = MARKS[check.state];
  const indent = ' '.repeat(MARK_WIDTH + 2);
  const said = check.finding === null ? words.state[check.state] : say.finding(check.finding);
  const isFine = check.state === 'ok' || check.state === 'skipped';
  const details = isFine ? [] : check.details.map((detail) => style.paint('faint', `${say.label(detail.label)}: ${say.detail(detail)}`));
  const stages = isFine
    ? []
    : check.stages.map(
        ({ stage, state, detail }) => `${words.stage[stage]} ${words.state[state].toLowerCase()}${detail === '' ? '' : ` (${detail})`}`,
      );
  return [
    `  ${style.paint(tone, mark.padEnd(MARK_WIDTH))}${style.paint('strong', say.title(check))}: ${style.paint('plain', said)}`,
    ...(stages.length === 0 ? [] : [indent + style.paint('faint', stages.join(', '))]),
    ...details.map((line) => indent + line),
    ...(check.remedy === null ? [] : [`${indent}→ ${style.paint('plain', say.remedy(check.remedy))}`]),
    ...(check.fix === null ? [] : [`${indent}→ code-proxy doctor --fix ${check.fix}   ${style.paint('faint', words.fix[check.fix].text)}`]),
  ].join('\n');
}

export function summaryText(style: TextStyle, { checks }: DoctorRun): string {
  const count = (state: DoctorState) => checks.filter((check) => check.state === state).length;
  const parts = [
    count('failed') === 0 ? null : style.paint('bad', `${count('failed')} failed`),
    count('warning') === 0 ? null : style.paint('warning', `${count('warning')} ${count('warning') === 1 ? 'warning' : 'warnings'}`),
    style.paint('good', `${count('ok')} in order`),
    count('skipped') === 0 ? null : style.paint('faint', `${count('skipped')} skipped`),
  ];
  return parts.filter((part) => part !== null).join(', ');
}

export function fixText(fix: DoctorFix): string {
  return words.fix[fix].text;
}
