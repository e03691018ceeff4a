/** Who takes part in a seeded history: endpoints, models with what they cost and when they were in use, clients. */

export interface CastModel {
  readonly requested: string;
  readonly family: 'opus' | 'sonnet' | 'haiku' | 'other';
  /** Share among the models in use. */
  readonly weight: number;
  /** Part of the history, 0 to 1, from which and until which people asked for it. */
  readonly from: number;
  readonly until: number;
  /** USD per million tokens: input, cache read, cache write 5m, cache write 1h, output; null: no price is known. */
  readonly price: readonly [number, number, number, number, number] | null;
  /** Output tokens per second. */
  readonly pace: number;
}

export interface CastEndpoint {
  readonly id: string;
  readonly name: string;
  readonly baseUrl: string;
  /** Share of the days on which it is the first choice. */
  readonly weight: number;
  /** Part of the history, 0 to 1, from which on it was there. */
  readonly from: number;
  /** What it is sent instead of the requested model. */
  readonly modelMap: Readonly<Record<string, string>>;
  /** What it takes compared with the list price. */
  readonly multiplier: number;
  /** Median time to the first byte, ms. */
  readonly firstByteMs: number;
  /** Chance that an attempt fails on an ordinary day. */
  readonly failureShare: number;
  /** Chance that an answer names no usage, so that it is estimated. */
  readonly estimatedShare: number;
}

const opus = [15, 1.5, 18.75, 30, 75] as const;
const opusNow = [5, 0.5, 6.25, 10, 25] as const;
const sonnet = [3, 0.3, 3.75, 6, 15] as const;
const haiku = [1, 0.1, 1.25, 2, 5] as const;

/** With the two names that a relay maps to, which have no price, twelve sent models. */
export const MODELS: readonly CastModel[] = [
  { requested: 'claude-opus-4-1', family: 'opus', weight: 3, from: 0, until: 0.45, price: opus, pace: 45 },
  { requested: 'claude-opus-4-5', family: 'opus', weight: 5, from: 0.3, until: 0.8, price: opusNow, pace: 55 },
  { requested: 'claude-opus-5-5', family: 'opus', weight: 7, from: 0.7, until: 1, price: opusNow, pace: 60 },
  { requested: 'claude-sonnet-4', family: 'sonnet', weight: 8, from: 0, until: 0.35, price: sonnet, pace: 70 },
  { requested: 'claude-sonnet-4-5', family: 'sonnet', weight: 9, from: 0.25, until: 0.85, price: sonnet, pace: 75 },
  { requested: 'claude-sonnet-4-6', family: 'sonnet', weight: 8, from: 0.75, until: 1, price: sonnet, pace: 80 },
  { requested: 'claude-3-5-haiku-20241022', family: 'haiku', weight: 5, from: 0, until: 0.4, price: haiku, pace: 110 },
  { requested: 'claude-haiku-4-5-20251001', family: 'haiku', weight: 6, from: 0.3, until: 1, price: haiku, pace: 140 },
  { requested: 'qwen3-coder', family: 'other', weight: 1, from: 0.4, until: 1, price: null, pace: 90 },
  { requested: 'deepseek-v3.2', family: 'other', weight: 1, from: 0.6, until: 1, price: [0.28, 0.028, 0.28, 0.28, 0.42], pace: 50 },
];

export const ENDPOINTS: readonly CastEndpoint[] = [
  endpoint({ id: 'seed-team', name: 'Team account', baseUrl: 'https://team.anthropic.example', weight: 9, firstByteMs: 900, failureShare: 0.02 }),
  endpoint({ id: 'seed-own', name: 'Own key', baseUrl: 'https://own.anthropic.example', weight: 4, firstByteMs: 950, failureShare: 0.025 }),
  endpoint({
    id: 'seed-gateway',
    name: 'Company gateway',
    baseUrl: 'https://llm.company.example',
    weight: 3,
    from: 0.2,
    multiplier: 0.85,
    firstByteMs: 1_400,
    failureShare: 0.04,
  }),
  endpoint({
    id: 'seed-relay',
    name: 'Relay west',
    baseUrl: 'https://west.relay.example',
    weight: 2,
    from: 0.35,
    multiplier: 1.1,
    firstByteMs: 1_800,
    failureShare: 0.08,
    estimatedShare: 0.05,
  }),
  endpoint({
    id: 'seed-budget',
    name: 'Budget relay',
    baseUrl: 'https://cheap.relay.example',
    weight: 1,
    from: 0.5,
    modelMap: { 'claude-haiku-4-5-20251001': 'glm-4.6', 'claude-sonnet-4-5': 'kimi-k2' },
    multiplier: 0.4,
    firstByteMs: 2_600,
    failureShare: 0.12,
    estimatedShare: 0.5,
  }),
  endpoint({
    id: 'seed-lab',
    name: 'Lab server',
    baseUrl: 'http://lab.example:8080',
    weight: 1,
    from: 0.6,
    multiplier: 0,
    firstByteMs: 600,
    failureShare: 0.06,
  }),
];

export const CLIENTS: readonly [string, ...string[]] = [
  'claude-cli/2.1.329',
  'claude-cli/2.1.329',
  'claude-cli/2.1.204',
  'claude-vscode/1.9.2',
  'Anthropic/JS 1.11.0',
];
export const LOCAL_TOKENS: readonly [string, ...string[]] = ['start seeded', 'start seeded', 'start seeded', 'notebook', 'ci'];

function endpoint(
  given: Pick<CastEndpoint, 'id' | 'name' | 'baseUrl' | 'weight' | 'firstByteMs' | 'failureShare'> & Partial<CastEndpoint>,
): CastEndpoint {
  return { from: 0, modelMap: {}, multiplier: 1, estimatedShare: 0.01, ...given };
}
