/** `doctor`: what is wrong here and what to do about it, also when nothing runs or the data folder cannot be opened. */
import type { Command } from 'commander';
import type { DoctorFix, DoctorGroup, DoctorRun } from '../../../src-shared/schemas/doctor.ts';
import { type CliSession, type JsonOption, printAnswer } from '../session.ts';
import { UsageError } from '../usage-error.ts';

interface DoctorOptions extends JsonOption {
  readonly report?: boolean;
  readonly withNames?: boolean;
  readonly paid?: boolean;
  readonly fix?: string;
  readonly only?: readonly string[];
}

const EXAMPLES = `
Exit code 1 when a check failed; warnings alone end with 0.

Examples:
  code-proxy doctor
  code-proxy doctor --only endpoints --paid
  code-proxy doctor --fix close-data-folder
  code-proxy doctor --report > report.md`;

export function addDoctorCommand(parent: Command, session: CliSession): void {
  parent
    .command('doctor')
    .description('say what is wrong here and what to do about it')
    .option('--only <group>', 'only this group: program, data, ports, network, endpoints, claude, extras; repeatable', collect)
    .option('--paid', 'also send each endpoint a tiny real message; costs a few tokens')
    .option('--fix <id>', 'mend one thing that a run named, and look again')
    .option('--report', 'print a report in Markdown to paste into an issue, without anything private')
    .option('--with-names', 'keep names of endpoints and hosts in the report')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES)
    .action((options: DoctorOptions) => runDoctor(session, options));
}

async function runDoctor(session: CliSession, options: DoctorOptions): Promise<void> {
  const [{ followRun, withDoctor }, { checkPrinter, fixText, summaryText }, { DOCTOR_FIXES, DOCTOR_GROUPS }] = await Promise.all([
    import('../doctor-session.ts'),
    import('../doctor-text.ts'),
    import('../../../src-shared/schemas/doctor.ts'),
  ]);
  const groups = oneOf<DoctorGroup>('--only', options.only ?? [], DOCTOR_GROUPS);
  const [fix] = oneOf<DoctorFix>('--fix', options.fix === undefined ? [] : [options.fix], DOCTOR_FIXES);
  const isQuiet = options.json === true || options.report === true;
  const print = (text: string) => (isQuiet ? undefined : session.io.out(text));
  await withDoctor(session, async (doctor) => {
    const tell = checkPrinter(session.style, print);
    if (fix !== undefined) print(`${fixText(fix)}\n\n`);
    const begun =
      fix === undefined ? doctor.run({ groups: groups.length === 0 ? null : groups, isPaid: options.paid === true }) : doctor.fix({ fix });
    const run = await followRun(doctor, await begun, tell);
    const exitCode = hasFailed(run) ? 1 : 0;
    if (options.report === true) {
      const report = await doctor.report({ withNames: options.withNames === true });
      printAnswer(session, options, { json: report, text: report.markdown.trimEnd(), exitCode });
    } else printAnswer(session, options, { json: run, text: `\n${summaryText(session.style, run)}`, exitCode });
  });
}

function hasFailed({ checks }: DoctorRun): boolean {
  return checks.some(({ state }) => state === 'failed');
}

function oneOf<T extends string>(option: string, given: readonly string[], allowed: readonly T[]): T[] {
  return given.map((value) => {
    const found = allowed.find((one) => one === value);
    if (found === undefined) throw new UsageError(`${option} must be one of ${allowed.join(', ')}`);
    return found;
  });
}

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}
