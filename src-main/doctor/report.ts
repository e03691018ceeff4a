/** Writes what was found as Markdown to paste into an issue, in English, with nothing private in it. */
import { englishDoctorWords } from '../../src-shared/doctor-words.ts';
import { doctor } from '../../src-shared/i18n/en/doctor.ts';
import { DOCTOR_GROUPS, type DoctorCheck, type DoctorRun } from '../../src-shared/schemas/doctor.ts';
import { coreOf } from './check.ts';
import type { DoctorPorts } from './ports.ts';
import { type PrivateWords, redactReport } from './redact-report.ts';

const MARKS = { ok: '✅', warning: '⚠️', failed: '❌', skipped: '➖', waiting: '…', running: '…' } as const;
/** An issue is for reading. */
const MAX_LINE_CHARACTERS = 500;

type Clean = (text: string) => string;

export function writeReport(run: DoctorRun, ports: DoctorPorts, options: { readonly withNames: boolean }): string {
  const words = privateWords(run, ports);
  const clean: Clean = (text) => inOneLine(text, (line) => redactReport(line, words, options));
  return markdown(run, ports, clean);
}

function markdown(run: DoctorRun, { program }: DoctorPorts, clean: Clean): string {
  const { version, host, node, electron, platform, release, arch } = program;
  const runtime = electron === null ? `Node ${node}` : `Electron ${electron} (Node ${node})`;
  const when = run.startedAtMs === null ? 'nothing was checked yet' : `checked ${new Date(run.startedAtMs).toISOString()}`;
  return [
    '### Code Proxy doctor',
    '',
    `Version ${version} (${host}), ${runtime}, ${clean(`${platform} ${release} ${arch}`)}; ${when}${run.isPaid ? ', with real messages' : ''}${run.isCancelled ? ', stopped early' : ''}`,
    '',
    ...DOCTOR_GROUPS.flatMap((group) =>
      groupLines(
        doctor.group[group],
        run.checks.filter((check) => check.group === group),
        clean,
      ),
    ),
  ].join('\n');
}

function groupLines(title: string, checks: readonly DoctorCheck[], clean: Clean): readonly string[] {
  return checks.length === 0 ? [] : [`**${title}**`, '', ...checks.flatMap((check) => checkLines(check, clean)), ''];
}

function checkLines(check: DoctorCheck, clean: Clean): readonly string[] {
  const words = englishDoctorWords();
  const said = check.finding === null ? doctor.state[check.state] : words.finding(check.finding);
  const details =
    check.state === 'ok' ? [] : check.details.map((detail) => `  - ${clean(words.label(detail.label))}: ${clean(words.detail(detail))}`);
  const stages = check.stages.map(({ stage, state, durationMs, detail }) =>
    [MARKS[state], doctor.stage[stage], ...(durationMs === null ? [] : [`${durationMs} ms`]), clean(detail)].filter((part) => part !== '').join(' '),
  );
  return [
    `- ${MARKS[check.state]} ${clean(words.title(check))}: ${clean(said)}`,
    ...(check.state === 'ok' || stages.length === 0 ? [] : [`  - ${stages.join(' · ')}`]),
    ...details,
  ];
}

/** Without what Markdown would act upon. It is cut last: half a credential would not be known as one. */
function inOneLine(text: string, redact: Clean): string {
  const line = redact(text.replaceAll(/\s+/g, ' ').trim()).replaceAll(/[<>`|*]/g, ' ');
  return line.length > MAX_LINE_CHARACTERS ? `${line.slice(0, MAX_LINE_CHARACTERS)}…` : line;
}

function privateWords(run: DoctorRun, ports: DoctorPorts): PrivateWords {
  const core = coreOf(ports);
  const { homeFolder, userName, machineName } = ports.program;
  const endpoints = (core?.endpoints() ?? []).map(({ name }, index) => ({ name, as: `endpoint ${index + 1}` }));
  const named = (kind: string, as: string) =>
    run.checks
      .filter((check) => check.kind === kind)
      .flatMap((check) => check.details.filter(({ problem, value }) => problem !== null && value !== '').map(({ value }) => value))
      .map((name, index) => ({ name, as: `${as} ${index + 1}` }));
  return {
    secrets: core?.secrets() ?? [],
    dataFolder: ports.paths.folder,
    homeFolder,
    userName,
    machineName,
    names: [...endpoints, ...named('mcp', 'server'), ...named('skills', 'skill')],
  };
}
