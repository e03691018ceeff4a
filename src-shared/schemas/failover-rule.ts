/**
 * What a rule of the failover policy is, written once: the policy's own types are inferred from here. A rule says what must be
 * observed of a failed attempt, and what follows. The first rule of the list that matches decides.
 */
import { z } from 'zod';
import { MS_PER_DAY, MS_PER_SECOND } from '../units.ts';
import { exchangeKindSchema, verdictKindSchema } from './exchange.ts';

/** What an attempt can show; failover/contract.ts says what each is. */
export const OBSERVATION_KINDS = ['success', 'unreachable', 'timeout', 'status', 'bad-answer', 'error-event', 'stream-cut', 'client-left'] as const;
export type ObservationKind = (typeof OBSERVATION_KINDS)[number];
export const UNREACHABLE_CAUSES = ['refused', 'dns', 'tls', 'reset', 'other'] as const;
export type UnreachableCause = (typeof UNREACHABLE_CAUSES)[number];
export const TIMEOUT_PHASES = ['connect', 'first-byte', 'first-content', 'idle'] as const;
export type TimeoutPhase = (typeof TIMEOUT_PHASES)[number];
export const BAD_ANSWERS = ['html', 'empty', 'unreadable', 'not-a-stream'] as const;
export type BadAnswer = (typeof BAD_ANSWERS)[number];

/** What rules of the user may be about: an answer that was delivered, or a client that left, is nothing to fail over from. */
export const USER_RULE_KINDS = [
  'unreachable',
  'timeout',
  'status',
  'bad-answer',
  'error-event',
  'stream-cut',
] as const satisfies readonly ObservationKind[];

function isUserRuleKind(kind: ObservationKind): boolean {
  return USER_RULE_KINDS.some((one) => one === kind);
}

/** Limits of what one rule may hold, so that judging stays quick. */
const MAX_CONDITIONS = 100;
export const MAX_USER_RULES = 200;
/** As long as the longest rest that an endpoint may ask for. */
export const MAX_REST_MS = 8 * MS_PER_DAY;

/** First rest of the kind `backoff`: long enough to skip a restart, short enough to notice recovery. */
export const FIRST_BACKOFF_MS = 30 * MS_PER_SECOND;

const oneOf = (values: readonly string[]) => `must be one of ${values.join(', ')}`;
const text = (maxLength: number) =>
  z.string('must be a text').trim().min(1, 'must not be empty').max(maxLength, `longer than ${maxLength} characters`);
const flag = z.boolean('must be true or false');
const wholeNumber = (from: number, to: number, unit = '') => {
  const message = `must be a whole number${unit} from ${from} to ${to}`;
  return z.int(message).min(from, message).max(to, message);
};
const restMs = wholeNumber(MS_PER_SECOND, MAX_REST_MS, ' of milliseconds');
const enumOf = <const T extends readonly [string, ...string[]]>(values: T) => z.enum(values, oneOf(values));
const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(item, 'must be a list')
    .min(1, 'must not be an empty list; leave it out for "any"')
    .max(MAX_CONDITIONS, `more than ${MAX_CONDITIONS} entries`)
    .readonly();

/** `429`, or `[500, 599]` for a range; both ends belong to it. */
const statusRangeSchema = z.preprocess(
  (value) => (typeof value === 'number' ? [value, value] : value),
  z
    .tuple([wholeNumber(300, 599), wholeNumber(300, 599)], 'must be a status or a range such as [500, 599]')
    .refine(([from, to]) => from <= to, 'must begin with the lower status')
    .readonly(),
);

const ruleMatchSchema = z.strictObject(
  {
    kinds: listOf(enumOf(OBSERVATION_KINDS)).exactOptional(),
    exchangeKinds: listOf(z.enum(exchangeKindSchema.options, oneOf(exchangeKindSchema.options))).exactOptional(),
    /** Why it could not be reached. */
    causes: listOf(enumOf(UNREACHABLE_CAUSES)).exactOptional(),
    /** What was waited for in vain. */
    phases: listOf(enumOf(TIMEOUT_PHASES)).exactOptional(),
    /** Inclusive ranges of HTTP status. */
    statuses: listOf(statusRangeSchema).exactOptional(),
    errorTypes: listOf(text(200)).exactOptional(),
    isAnthropicError: flag.exactOptional(),
    /** Lower-case phrases, any of which occurs in the lower-cased text. */
    phrases: listOf(text(200).toLowerCase()).exactOptional(),
  },
  'must be conditions',
);
export type RuleMatch = Readonly<z.output<typeof ruleMatchSchema>>;

const REST_KINDS = ['none', 'for', 'between', 'backoff', 'limit', 'until-reset', 'until-edited'] as const;

const ruleRestSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('for'), scope: enumOf(['endpoint', 'model']).default('endpoint'), ms: restMs }),
    /** Chosen at random in this range, so that endpoints do not come back in step. */
    z.strictObject({ kind: z.literal('between'), fromMs: restMs, toMs: restMs }),
    /** 30 s, doubling with the failure streak up to the rest limit. */
    z.strictObject({ kind: z.literal('backoff') }),
    /** As long as the rest limit. */
    z.strictObject({ kind: z.literal('limit') }),
    /** Until the reset that the answer names; unnamed: `unnamedMs`, doubling with the failure streak. */
    z.strictObject({ kind: z.literal('until-reset'), unnamedMs: restMs }),
    /** Until the endpoint is edited or restored by hand; limited: at most as long as the rest limit. */
    z.strictObject({ kind: z.literal('until-edited'), isLimited: flag.default(true) }),
  ],
  oneOf(REST_KINDS),
);
export type RuleRest = Readonly<z.output<typeof ruleRestSchema>>;

const MAX_RETRIES_OF_RULE = 10;
const ALONE_MESSAGE = `must be "max" or a whole number from 0 to ${MAX_RETRIES_OF_RULE}`;

export const ruleIdSchema = z
  .string('must be a text')
  .regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'must consist of at most 60 small letters, digits and hyphens, beginning with a letter or digit');

/** Everything but id and match, with what holds unless a rule says otherwise: on to the next endpoint, no rest, no blame. */
const ruleConsequences = {
  /** Repeats at the same endpoint: how many in company, how many alone (`max`: the setting), and whether they wait. */
  retryHere: z
    .strictObject(
      {
        inCompany: wholeNumber(0, MAX_RETRIES_OF_RULE).default(0),
        alone: z
          .union([z.literal('max'), z.int(ALONE_MESSAGE).min(0, ALONE_MESSAGE).max(MAX_RETRIES_OF_RULE, ALONE_MESSAGE)], ALONE_MESSAGE)
          .default(0),
        pace: enumOf(['at-once', 'backoff', 'named-wait']).default('at-once'),
      },
      'must hold inCompany, alone and pace',
    )
    .prefault({}),
  /** When not tried here again. `next`: go to the next endpoint. `return`: the client gets this answer, or the exchange ends. */
  otherwise: enumOf(['next', 'return']).default('next'),
  rest: ruleRestSchema
    .refine((rest) => rest.kind !== 'between' || rest.fromMs <= rest.toMs, { path: ['toMs'], error: 'must not be below fromMs' })
    .prefault({ kind: 'none' }),
  /** Whether a sole endpoint rests as well. */
  restsAlone: flag.default(false),
  /** The endpoint is to blame: shown as its last failure. */
  isBlamed: flag.default(false),
} as const;

/** For people: what this rule is about. */
const ruleTitleSchema = text(120);

/** Any rule of the policy, the built-in ones included. */
export const failoverRuleSchema = z.strictObject({ id: ruleIdSchema, title: ruleTitleSchema, match: ruleMatchSchema, ...ruleConsequences });
export type FailoverRule = Readonly<z.output<typeof failoverRuleSchema>>;

/** Conditions of a user's rule. Unless it says otherwise it is about messages: counting tokens has a policy of its own. */
const userMatchSchema = ruleMatchSchema
  .extend({
    kinds: listOf(z.enum(OBSERVATION_KINDS, oneOf(USER_RULE_KINDS)).refine(isUserRuleKind, oneOf(USER_RULE_KINDS))).exactOptional(),
    exchangeKinds: ruleMatchSchema.shape.exchangeKinds.unwrap().default(['messages']),
  })
  .superRefine((match, context) => {
    const { exchangeKinds: _, ...conditions } = match;
    if (Object.values(conditions).every((condition) => condition === undefined)) {
      context.addIssue({
        code: 'custom',
        message: 'must hold a condition: kinds, statuses, errorTypes, phrases, causes, phases or isAnthropicError',
      });
    } else if (possibleKinds(match).length === 0) {
      context.addIssue({ code: 'custom', message: 'can never hold: these conditions are about different kinds of failure' });
    }
  });

/** A rule of the user's, complete. */
export const userRuleSchema = z.strictObject({ id: ruleIdSchema, title: ruleTitleSchema, match: userMatchSchema, ...ruleConsequences });
export type UserRule = Readonly<z.output<typeof userRuleSchema>>;
/** A rule as entered: without an id, one is made from the title. */
export const newRuleSchema = z.strictObject({ ...userRuleSchema.shape, id: ruleIdSchema.exactOptional() });
export type NewRule = z.output<typeof newRuleSchema>;
export type NewRuleRaw = z.input<typeof newRuleSchema>;

/** The kinds of failure that each condition can hold for. */
const KINDS_OF_CONDITION = {
  causes: ['unreachable'],
  phases: ['timeout'],
  statuses: ['status'],
  isAnthropicError: ['status'],
  errorTypes: ['status', 'error-event'],
  phrases: ['status', 'error-event'],
} as const satisfies Partial<Record<keyof RuleMatch, readonly ObservationKind[]>>;

const CONDITIONS = ['causes', 'phases', 'statuses', 'isAnthropicError', 'errorTypes', 'phrases'] as const;

/** The kinds of failure that a rule can be about; empty: it matches nothing. */
export function possibleKinds(match: RuleMatch): readonly ObservationKind[] {
  return CONDITIONS.reduce<readonly ObservationKind[]>((kinds, condition) => {
    const possible: readonly ObservationKind[] = KINDS_OF_CONDITION[condition];
    return match[condition] === undefined ? kinds : kinds.filter((kind) => possible.includes(kind));
  }, match.kinds ?? USER_RULE_KINDS);
}

/** One line of the policy as shown. */
export const ruleViewSchema = z.object({
  rule: failoverRuleSchema,
  origin: z.enum(['user', 'built-in']),
  isEnabled: z.boolean(),
  /** Says what an outcome is called and cannot be switched off. */
  isFixed: z.boolean(),
});
export type RuleView = z.infer<typeof ruleViewSchema>;

/** The file that rules are exported to and imported from. */
export const ruleFileSchema = z.strictObject(
  {
    version: z.literal(1, 'must be 1'),
    /** Built-in rules that are switched off, by id. */
    off: z.array(ruleIdSchema, 'must be a list').max(MAX_USER_RULES).default([]),
    /** The user's rules; tried in this order, before the built-in ones. */
    rules: z
      .array(z.strictObject({ ...userRuleSchema.shape, isEnabled: flag.default(true) }, 'must be a rule'), 'must be a list')
      .max(MAX_USER_RULES, `more than ${MAX_USER_RULES} entries`)
      .default([]),
  },
  'must hold version, off and rules',
);
export type RuleFile = z.output<typeof ruleFileSchema>;

const ruleNameSchema = z.object({ id: z.string(), title: z.string() });

/** What an import changed, or with a dry run would change. */
export const ruleImportSchema = z.object({
  isDryRun: z.boolean(),
  added: z.array(ruleNameSchema),
  changed: z.array(ruleNameSchema),
  removed: z.array(ruleNameSchema),
  /** The rules that stay are in another order. */
  isReordered: z.boolean(),
  switchedOn: z.array(ruleNameSchema),
  switchedOff: z.array(ruleNameSchema),
});
export type RuleImport = z.infer<typeof ruleImportSchema>;

/** A failure to try the rules on. */
export const ruleTestInputSchema = z.object({
  exchangeKind: exchangeKindSchema.default('messages'),
  answer: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('status'),
      status: wholeNumber(300, 599),
      headers: z.record(z.string().min(1).max(200).toLowerCase(), z.string().max(8_192)).default({}),
      body: z.string().max(100_000, 'longer than 100000 characters').default(''),
    }),
    z.object({ kind: z.literal('error-event'), errorType: text(200), text: z.string().max(100_000).default('') }),
    z.object({ kind: z.literal('unreachable'), cause: enumOf(UNREACHABLE_CAUSES) }),
    z.object({ kind: z.literal('timeout'), phase: enumOf(TIMEOUT_PHASES) }),
    z.object({ kind: z.literal('bad-answer'), what: enumOf(BAD_ANSWERS) }),
  ]),
});
export type RuleTestInput = z.output<typeof ruleTestInputSchema>;
export type RuleTestInputRaw = z.input<typeof ruleTestInputSchema>;

/** What an endpoint's failure leads to in one situation. */
const ruleTestCourseSchema = z.object({
  /** Waits before the repeats at this endpoint, ms, without jitter; empty: it is not repeated. */
  retryWaitsMs: z.array(z.number()),
  /** What follows when the last repeat fails as well. */
  verdict: verdictKindSchema.exclude(['retry-here']),
  rest: z
    .object({
      scope: z.enum(['endpoint', 'model']),
      /** Ms, the shortest and the longest that chance may choose; null: until edited or restored. */
      fromMs: z.number().nullable(),
      toMs: z.number().nullable(),
      probeEveryMs: z.number().nullable(),
    })
    .nullable(),
});
export type RuleTestCourse = z.infer<typeof ruleTestCourseSchema>;

export const ruleTestSchema = z.object({
  /** The rule that matches; null: none does. */
  rule: ruleNameSchema.extend({ origin: z.enum(['user', 'built-in']) }).nullable(),
  /** What was understood of the answer, in one clause. */
  observed: z.string(),
  errorType: z.string().nullable(),
  /** Wait that the headers name, ms; null: none. */
  namedWaitMs: z.number().nullable(),
  alone: ruleTestCourseSchema,
  inCompany: ruleTestCourseSchema,
});
export type RuleTest = z.infer<typeof ruleTestSchema>;
