/**
 * The failover policy as data: what follows from each kind of failure before the commit point. The first row that matches
 * decides, so the order counts. Why each row is what it is: docs/decisions/0020-failover-policy-as-data.md.
 */
import { MS_PER_MINUTE, MS_PER_SECOND } from '../../src-shared/units.ts';
import type { FailoverRule } from './contract.ts';

/** What holds unless a row says otherwise: on to the next endpoint, no rest, no blame. */
const USUAL = {
  retryHere: { inCompany: 0, alone: 0, pace: 'at-once' },
  otherwise: 'next',
  rest: { kind: 'none' },
  restsAlone: false,
  isBlamed: false,
} as const;

const BACKOFF = { kind: 'backoff' } as const;

/** What gateways write into a 400 when the request is fine and the account or its capacity is not. Lower case. */
export const CAPACITY_PHRASES: readonly string[] = [
  'credit balance is too low',
  'insufficient_quota',
  'insufficient balance',
  'insufficient credit',
  'quota exceeded',
  'exceeded your current quota',
  'billing hard limit',
  'billing_hard_limit',
  'organization has been disabled',
  'organisation has been disabled',
  'account has been disabled',
  'account is disabled',
  'no available account',
  'no available channel',
  'no healthy upstream',
  'provider returned error',
  'server is busy',
  'at capacity',
  'over capacity',
  'usage limit',
];

/** Rows about how an exchange ended, and about calls whose failure says nothing of the endpoint. */
const OUTCOME_RULES: readonly FailoverRule[] = [
  {
    ...USUAL,
    id: 'success',
    title: 'The endpoint answered',
    match: { kinds: ['success'] },
    otherwise: 'return',
  },
  {
    ...USUAL,
    id: 'client-left',
    title: 'The client closed the connection',
    match: { kinds: ['client-left'] },
    otherwise: 'return',
  },
  {
    ...USUAL,
    id: 'side-call',
    title: 'A call other than messages: relayed to one endpoint as it is',
    match: { exchangeKinds: ['models', 'other'] },
    otherwise: 'return',
  },
  {
    ...USUAL,
    id: 'count-tokens',
    title: 'Counting tokens failed; the client can estimate',
    match: { exchangeKinds: ['count_tokens'] },
  },
  {
    ...USUAL,
    id: 'stream-cut',
    title: 'The answer broke off after it had begun',
    match: { kinds: ['stream-cut'] },
    otherwise: 'return',
    rest: BACKOFF,
    isBlamed: true,
  },
];

/** Rows about endpoints that could not be reached or did not answer properly. */
const TRANSPORT_RULES: readonly FailoverRule[] = [
  {
    // A closed port does not open within a millisecond: with another endpoint at hand a second try would only cost.
    ...USUAL,
    id: 'refused',
    title: 'The connection was refused',
    match: { kinds: ['unreachable'], causes: ['refused'] },
    retryHere: { inCompany: 0, alone: 'max', pace: 'backoff' },
    rest: BACKOFF,
    isBlamed: true,
  },
  {
    // A reset of a reused connection, a lost DNS packet: a new connection often works at once.
    ...USUAL,
    id: 'unreachable',
    title: 'The endpoint could not be reached',
    match: { kinds: ['unreachable'] },
    retryHere: { inCompany: 1, alone: 'max', pace: 'at-once' },
    rest: BACKOFF,
    isBlamed: true,
  },
  {
    ...USUAL,
    id: 'timeout',
    title: 'The endpoint did not answer in time',
    match: { kinds: ['timeout'] },
    rest: BACKOFF,
    isBlamed: true,
  },
  {
    ...USUAL,
    id: 'overloaded-event',
    title: 'The stream began with an overload error',
    match: { kinds: ['error-event'], errorTypes: ['overloaded_error'] },
    retryHere: { inCompany: 0, alone: 1, pace: 'backoff' },
    rest: { kind: 'between', fromMs: 10 * MS_PER_SECOND, toMs: MS_PER_MINUTE },
    isBlamed: true,
  },
  {
    ...USUAL,
    id: 'bad-answer',
    title: 'The answer was not one of the Messages API',
    match: { kinds: ['bad-answer', 'error-event'] },
    rest: BACKOFF,
    isBlamed: true,
  },
];

/** Rows about error statuses that blame the endpoint, its account or its capacity. */
const STATUS_RULES: readonly FailoverRule[] = [
  {
    ...USUAL,
    id: 'capacity-400',
    title: 'A 400 that is about the account or its capacity',
    match: { kinds: ['status'], statuses: [[400, 400]], phrases: CAPACITY_PHRASES },
    rest: BACKOFF,
    isBlamed: true,
  },
  {
    ...USUAL,
    id: 'unauthorized',
    title: 'The endpoint rejected the credential',
    match: { kinds: ['status'], statuses: [[401, 401]] },
    rest: { kind: 'until-edited', isLimited: true },
    restsAlone: true,
    isBlamed: true,
  },
  {
    ...USUAL,
    id: 'forbidden',
    title: 'The endpoint does not allow it or wants payment',
    match: { kinds: ['status'], statuses: [[402, 403]] },
    rest: { kind: 'limit' },
    restsAlone: true,
    isBlamed: true,
  },
  {
    ...USUAL,
    id: 'model-unknown',
    title: 'The endpoint does not know the model',
    match: { kinds: ['status'], statuses: [[404, 404]], isAnthropicError: true },
    rest: { kind: 'for', scope: 'model', ms: 10 * MS_PER_MINUTE },
  },
  {
    ...USUAL,
    id: 'wrong-url',
    title: 'Wrong URL: there is no Messages API at this address',
    match: {
      kinds: ['status'],
      statuses: [
        [300, 399],
        [404, 405],
      ],
    },
    rest: { kind: 'until-edited', isLimited: false },
    isBlamed: true,
  },
  {
    ...USUAL,
    id: 'rate-limited',
    title: 'The endpoint limits the rate',
    match: { kinds: ['status'], statuses: [[429, 429]] },
    retryHere: { inCompany: 0, alone: 'max', pace: 'named-wait' },
    rest: { kind: 'until-reset', unnamedMs: 5 * MS_PER_SECOND },
    restsAlone: true,
    isBlamed: true,
  },
  {
    ...USUAL,
    id: 'overloaded',
    title: 'The endpoint is overloaded',
    match: { kinds: ['status'], statuses: [[529, 529]] },
    retryHere: { inCompany: 0, alone: 1, pace: 'backoff' },
    rest: { kind: 'between', fromMs: 10 * MS_PER_SECOND, toMs: MS_PER_MINUTE },
    isBlamed: true,
  },
  {
    ...USUAL,
    id: 'server-error',
    title: 'The endpoint failed',
    match: { kinds: ['status'], statuses: [[500, 599]] },
    retryHere: { inCompany: 1, alone: 'max', pace: 'backoff' },
    rest: BACKOFF,
    isBlamed: true,
  },
  {
    ...USUAL,
    id: 'momentary',
    title: 'A momentary conflict or timeout at the endpoint',
    match: {
      kinds: ['status'],
      statuses: [
        [408, 409],
        [425, 425],
      ],
    },
    retryHere: { inCompany: 1, alone: 'max', pace: 'backoff' },
  },
  {
    ...USUAL,
    id: 'client-fault',
    title: 'The request itself is at fault',
    match: { kinds: ['status'], statuses: [[400, 499]], isAnthropicError: true },
    otherwise: 'return',
  },
  {
    // A gateway's own page or size limit says nothing about whether the next endpoint takes the request.
    ...USUAL,
    id: 'gateway-refusal',
    title: 'A gateway in front of the endpoint turned the request down',
    match: { kinds: ['status'], statuses: [[400, 499]] },
  },
];

/** Rows that only name an outcome, or calls that are never tried twice: switching them off would change nothing but their name. */
export const FIXED_RULE_IDS: ReadonlySet<string> = new Set(['success', 'client-left', 'side-call']);

export const DEFAULT_RULES: readonly FailoverRule[] = [...OUTCOME_RULES, ...TRANSPORT_RULES, ...STATUS_RULES];
