/** How endpoints look in a terminal: a table with states and countdowns, one in full, and what a connection test found. */

import type { FamilyChain } from '../../src-shared/family-chains.ts';
import type { ConnectionTest, EndpointWithState, RestView } from '../../src-shared/schemas/endpoint.ts';
import { countdown, counted, relativeTime } from './amounts.ts';
import { renderFields, renderTable } from './table.ts';
import type { TextStyle, Tone } from './text-style.ts';

const TONES: Readonly<Record<EndpointWithState['state']['kind'], Tone>> = {
  ready: 'good',
  resting: 'warning',
  probing: 'warning',
  disabled: 'faint',
};

/** Rule id of rests that the user ordered. */
const BY_HAND = 'by-hand';

const NO_ENDPOINTS = 'No endpoints yet – add one with: code-proxy endpoint add --name NAME --url URL --token-stdin';

export function endpointTable(style: TextStyle, endpoints: readonly EndpointWithState[], nowMs: number): string {
  if (endpoints.length === 0) return NO_ENDPOINTS;
  return renderTable(
    style,
    [
      { title: '', cell: (endpoint) => style.paint('faint', `P${endpoint.position}`) },
      { title: 'NAME', cell: (endpoint) => style.paint('strong', endpoint.name) },
      { title: 'STATE', cell: (endpoint) => stateText(style, endpoint, nowMs) },
      { title: 'URL', cell: (endpoint) => style.paint('plain', endpoint.baseUrl) },
      { title: 'CREDENTIAL', cell: (endpoint) => style.paint('plain', endpoint.credentialMask ?? 'none') },
      { title: 'MODELS', wraps: true, cell: (endpoint) => style.paint('plain', modelsText(endpoint)) },
    ],
    endpoints,
  );
}

/** Switched on, and yet left out: its address or its credential cannot be used, and its last failure says why. */
function isUnusable({ isEnabled, state }: EndpointWithState): boolean {
  return isEnabled && state.kind === 'disabled';
}

/** What keeps endpoints out although they are switched on, a line for each. */
export function unusableLines(style: TextStyle, endpoints: readonly EndpointWithState[]): readonly string[] {
  return endpoints
    .filter(isUnusable)
    .map(({ name, state }) => style.paint('bad', `! ${name} cannot be used: ${state.lastFailureReason ?? 'see "code-proxy doctor"'}`));
}

/** `ready`, `resting 42 s (rate-limited)`, `resting until edited (..)`, `ready, 1 model resting 9 min 05 s`. */
export function stateText(style: TextStyle, endpoint: EndpointWithState, nowMs: number): string {
  if (isUnusable(endpoint)) return style.paint('bad', 'unusable');
  const { state } = endpoint;
  const whole = state.rests.find((rest) => rest.scope === 'endpoint');
  const models = state.rests.filter((rest) => rest.scope === 'model');
  let text: string = state.kind;
  if (state.kind === 'resting' && whole !== undefined) text = `resting ${timeLeft(whole, nowMs)} (${whole.ruleId})`;
  else if (models.length > 0) text = `${state.kind}, ${counted(models.length, 'model')} resting`;
  return style.paint(TONES[state.kind], text);
}

/** `opus    main, spare (resting)`: who is tried for which family, in order. */
export function chainLines(style: TextStyle, chains: readonly FamilyChain[]): string {
  const fields = chains.map(({ family, endpoints }) => {
    const names = endpoints.map(({ name, isResting }) => (isResting ? style.paint('warning', `${name} (resting)`) : style.paint('plain', name)));
    return [family, names.length === 0 ? style.paint('bad', 'no endpoint') : names.join(', ')] as const;
  });
  return renderFields(style, fields);
}

function timeLeft(rest: RestView, nowMs: number): string {
  if (rest.untilMs === null) return rest.ruleId === BY_HAND ? 'until restored' : 'until edited';
  return countdown(rest.untilMs - nowMs);
}

function modelsText(endpoint: EndpointWithState): string {
  const map = Object.entries(endpoint.modelMap).map(([from, to]) => `${from}=${to}`);
  const served = endpoint.families.length === 0 ? [] : [`only ${endpoint.families.join(', ')}`];
  const limit = endpoint.maxConcurrent === null ? [] : [`at most ${endpoint.maxConcurrent} at once`];
  return [...served, ...limit, ...map].join(' ') || 'as asked';
}

export function endpointDetails(style: TextStyle, endpoint: EndpointWithState, nowMs: number): string {
  const { state } = endpoint;
  const map = Object.entries(endpoint.modelMap).map(([from, to]) => `${from} → ${to}`);
  const rests = state.rests.map((rest) => `${rest.model ?? 'endpoint'}: ${timeLeft(rest, nowMs)}, ${rest.reason}`);
  const fields: [string, string][] = [
    ['id', endpoint.id],
    ['priority', `P${endpoint.position}`],
    ['URL', endpoint.baseUrl],
    ['protocol', endpoint.protocol],
    ['credential', `${endpoint.credentialMask ?? 'none'} (sent as: ${endpoint.authStyle})`],
    ['model map', map.join('\n') || 'none: models are sent as asked'],
    ['families', endpoint.families.join(', ') || 'all'],
    [
      'live',
      endpoint.maxConcurrent === null ? counted(state.liveExchanges, 'request') : `${state.liveExchanges} of ${endpoint.maxConcurrent} requests`,
    ],
    ['cost', endpoint.costMultiplier === 1 ? 'list price' : `${endpoint.costMultiplier} × list price`],
    ['input tokens', inputText(endpoint)],
    ['last success', relativeTime(state.lastSuccessAtMs, nowMs)],
    ['last failure', [relativeTime(state.lastFailureAtMs, nowMs), state.lastFailureReason ?? ''].join(' ').trim()],
  ];
  if (rests.length > 0) fields.push(['rests', rests.join('\n')]);
  if (endpoint.note !== '') fields.push(['note', endpoint.note]);
  const painted = fields.map(([label, value]) => [label, style.paint('plain', value)] as const);
  return `${style.paint('strong', endpoint.name)}  ${stateText(style, endpoint, nowMs)}\n${renderFields(style, painted)}`;
}

function inputText({ name, inputIncludesCache, state }: EndpointWithState): string {
  if (inputIncludesCache) return 'reported with the cached ones, which are taken out';
  if (state.usageProposal === null) return 'reported without the cached ones';
  return `seem to be reported with the cached ones; if so: code-proxy endpoint edit "${name}" --input-includes-cache`;
}

export function testText(style: TextStyle, name: string, test: ConnectionTest): string {
  const status = test.status === null ? 'no answer' : `HTTP ${test.status}`;
  const head = `${style.paint('strong', name)}: ${style.paint(test.isOk ? 'good' : 'bad', test.isOk ? 'works' : 'does not work')} (${status}, ${Math.round(test.durationMs)} ms, ${style.paint('plain', test.model)})`;
  const lines = [head, `  ${style.paint('plain', test.message)}`];
  if (test.remedy !== null) lines.push(`  ${style.paint('warning', test.remedy)}`);
  if (test.proposal !== null)
    lines.push(`  The other style works: code-proxy endpoint edit "${style.paint('plain', name)}" --auth ${test.proposal.authStyle}`);
  return lines.join('\n');
}
