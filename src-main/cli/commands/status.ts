/** `code-proxy status`: whether an instance runs on this data folder, and how it is. */
import type { Command } from 'commander';
import { AppError } from '../../../src-shared/app-error.ts';
import type { EndpointWithState } from '../../../src-shared/schemas/endpoint.ts';
import type { SessionView } from '../../../src-shared/schemas/session.ts';
import type { Status } from '../../../src-shared/schemas/status.ts';
import { dataFolder } from '../../platform/paths.ts';
import { count, countdown, counted, relativeTime } from '../amounts.ts';
import { hasLeftEdits, LEFT_EDITS } from '../left-edits.ts';
import { type Answer, answerWith, type CliSession, type JsonOption, printAnswer } from '../session.ts';
import type { TextStyle, Tone } from '../text-style.ts';

export function addStatusCommand(parent: Command, session: CliSession): void {
  parent
    .command('status')
    .description('say whether Code Proxy runs, where, and how its endpoints are')
    .option('--json', 'print JSON; without a running instance { "running": false }')
    .addHelpText(
      'after',
      '\nExit code 0 also when nothing runs: read "running" in the JSON.\n\nExamples:\n  code-proxy status\n  code-proxy status --json',
    )
    .action((options: JsonOption) => answerStatus(session, options));
}

/** Nothing is opened or made when nothing runs: a question must not create a data folder. */
async function answerStatus(session: CliSession, options: JsonOption): Promise<void> {
  try {
    await answerWith(session, { ...options, need: 'running' }, async ({ caller }) => {
      const [status, endpoints, sessions] = await Promise.all([caller.status.get(), caller.endpoints.list(), caller.sessions.list()]);
      return running({ status, endpoints, sessions }, session);
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'INSTANCE_UNREACHABLE') throw error;
    printAnswer(session, options, await notRunning(session));
  }
}

async function notRunning({ io, style }: CliSession): Promise<Answer> {
  const folder = dataFolder(io.environment);
  const isLeft = await hasLeftEdits(folder);
  const head = `Code Proxy is ${style.paint('strong', 'not running')} – start it with "code-proxy serve"`;
  const lines = [head, `  data folder  ${style.paint('plain', folder)}`, ...(isLeft ? [`  ${style.paint('warning', `! ${LEFT_EDITS}`)}`] : [])];
  return { json: { running: false, dataFolder: folder, ...(isLeft ? { claudeSettingsLeft: true } : {}) }, text: lines.join('\n') };
}

interface Answers {
  readonly status: Status;
  readonly endpoints: readonly EndpointWithState[];
  readonly sessions: readonly SessionView[];
}

async function running({ status, endpoints, sessions }: Answers, session: CliSession): Promise<Answer> {
  const { renderFields } = await import('../table.ts');
  const { style } = session;
  const { ready, resting, disabled } = status.endpoints;
  const resters = resting > 0 ? style.paint('warning', `${count(resting)} resting`) : '0 resting';
  const fields: [string, string][] = [
    ['proxy', proxyText(status, style)],
    ['dashboard', style.paint('plain', status.dashboardUrl ?? 'in the app window')],
    ['endpoints', `${style.paint(ready > 0 ? 'good' : 'bad', `${count(ready)} ready`)}, ${resters}, ${count(disabled)} disabled`],
    ['requests', `${count(status.liveExchanges)} under way`],
    ...(sessions.length === 0 ? [] : [['sessions', sessionsText(sessions, session)] satisfies [string, string]]),
    ['Claude Code', style.paint(claudeTone(status), status.claude.message)],
    ['data folder', style.paint('plain', status.dataFolder)],
    ['log', style.paint('plain', status.logFile)],
  ];
  const age = relativeTime(status.startedAtMs, session.io.nowMs());
  const demo = status.isDemo ? ', demo' : '';
  const head = `Code Proxy ${status.version} is ${style.paint('good', 'running')} (${status.host}${demo}, process ${status.pid}, started ${age})`;
  const rests = restLines(endpoints, session);
  const warnings = status.warnings.map((warning) => style.paint('warning', `! ${warning}`));
  const hint =
    ready + resting + disabled === 0 ? `\n${counted(0, 'endpoint')}: add one with "code-proxy endpoint add --name NAME --url URL --token-stdin"` : '';
  const text = [`${head}\n${renderFields(style, fields)}`, ...rests, ...warnings].join('\n') + hint;
  return { json: { running: true, ...status, rests: restsJson(endpoints), sessions }, text };
}

/** Each rest with its countdown and its reason: what somebody who looks at the status because it is slow wants to know. */
function restLines(endpoints: readonly EndpointWithState[], { style, io }: CliSession): readonly string[] {
  return endpoints.flatMap(({ name, state }) =>
    state.rests.map(({ model, untilMs, reason, ruleId }) => {
      const left = untilMs === null ? 'until edited or restored' : countdown(untilMs - io.nowMs());
      const what = model === null ? name : `${name}, model ${model}`;
      return style.paint('warning', `  ${what} rests ${left} (${ruleId}): ${reason}`);
    }),
  );
}

function restsJson(endpoints: readonly EndpointWithState[]) {
  return endpoints.flatMap(({ id, name, state }) => state.rests.map((rest) => ({ endpointId: id, endpoint: name, ...rest })));
}

function sessionsText(sessions: readonly SessionView[], { io }: CliSession): string {
  return sessions
    .map(({ session, family, endpoint, endsAtMs }) => `${session} (${family}) stays at ${endpoint} for ${countdown(endsAtMs - io.nowMs())}`)
    .join('\n');
}

function proxyText({ proxy }: Status, style: TextStyle): string {
  if (proxy.kind === 'running') return style.paint('strong', proxy.url ?? '');
  if (proxy.kind === 'stopped') return style.paint('warning', 'stopped – start it in the dashboard');
  return style.paint('bad', proxy.error ?? 'failed');
}

function claudeTone({ claude }: Status): Tone {
  return ['refused', 'overridden', 'unread'].includes(claude.kind) ? 'warning' : 'plain';
}
