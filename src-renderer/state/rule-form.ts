/** What the form of a failover rule holds, what of it is valid, and what is sent to the core. */
import { z } from 'zod';
import { type FailoverRule, MAX_REST_MS, type NewRuleRaw, newRuleSchema, USER_RULE_KINDS } from '../../src-shared/schemas/failover-rule.ts';
import { MS_PER_SECOND } from '../../src-shared/units.ts';

/** Messages that the form translates; all others come from the shared schemas as they are. */
export const STATUSES_WRONG = 'rules.dialog.statusesWrong';
export const NUMBER_WRONG = 'rules.dialog.numberWrong';
export const TO_BELOW = 'rules.dialog.toBelow';
export const CONDITION_NEEDED = 'rules.dialog.conditionNeeded';

const REST_KINDS = ['none', 'for', 'between', 'backoff', 'limit', 'until-reset', 'until-edited'] as const;
export type RestKind = (typeof REST_KINDS)[number];

const RANGE = /^(\d{3})(?:\s*[-–]\s*(\d{3}))?$/;

/** `429, 500-599` */
const statusesSchema = z.string().transform((text, context): [number, number][] => {
  const ranges: [number, number][] = [];
  for (const part of partsOf(text, ',')) {
    const found = RANGE.exec(part);
    const from = Number(found?.[1]);
    const to = Number(found?.[2] ?? found?.[1]);
    if (found === null || from < 300 || to > 599 || from > to) {
      context.addIssue({ code: 'custom', message: STATUSES_WRONG });
      return z.NEVER;
    }
    ranges.push([from, to]);
  }
  return ranges;
});

export const ruleFormSchema = z
  .object({
    title: newRuleSchema.shape.title,
    kinds: z.array(z.enum(USER_RULE_KINDS)),
    statuses: statusesSchema,
    errorTypes: z.string().transform((text) => partsOf(text, ',')),
    phrases: z.string().transform((text) => partsOf(text, '\n')),
    /** Text, because that is what a select holds. */
    retryCompany: z.string(),
    retryAlone: z.string(),
    pace: z.enum(['at-once', 'backoff', 'named-wait']),
    otherwise: z.enum(['next', 'return']),
    restKind: z.enum(REST_KINDS),
    /** Of `for`, `until-reset`, and the lower end of `between`. */
    restSeconds: z.string(),
    restToSeconds: z.string(),
    isModelOnly: z.boolean(),
    isLimited: z.boolean(),
    restsAlone: z.boolean(),
  })
  .superRefine((form, context) => {
    const needed = { for: ['restSeconds'], 'until-reset': ['restSeconds'], between: ['restSeconds', 'restToSeconds'] } as const;
    const fields = form.restKind in needed ? needed[form.restKind as keyof typeof needed] : [];
    for (const field of fields) if (msOf(form[field]) === null) context.addIssue({ code: 'custom', path: [field], message: NUMBER_WRONG });
    const [from, to] = [msOf(form.restSeconds), msOf(form.restToSeconds)];
    if (form.restKind === 'between' && from !== null && to !== null && to < from)
      context.addIssue({ code: 'custom', path: ['restToSeconds'], message: TO_BELOW });
  });
export type RuleFormValues = z.input<typeof ruleFormSchema>;
export type CheckedRuleForm = z.output<typeof ruleFormSchema>;

export const EMPTY_RULE_FORM: RuleFormValues = {
  title: '',
  kinds: ['status'],
  statuses: '',
  errorTypes: '',
  phrases: '',
  retryCompany: '0',
  retryAlone: '0',
  pace: 'backoff',
  otherwise: 'next',
  restKind: 'none',
  restSeconds: '60',
  restToSeconds: '120',
  isModelOnly: false,
  isLimited: true,
  restsAlone: false,
};

export function ruleFormOf({ title, match, retryHere, otherwise, rest, restsAlone }: FailoverRule): RuleFormValues {
  const kinds = USER_RULE_KINDS.filter((kind) => match.kinds?.includes(kind) === true);
  return {
    ...EMPTY_RULE_FORM,
    title,
    kinds,
    statuses: (match.statuses ?? []).map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', '),
    errorTypes: (match.errorTypes ?? []).join(', '),
    phrases: (match.phrases ?? []).join('\n'),
    retryCompany: String(retryHere.inCompany),
    retryAlone: String(retryHere.alone),
    pace: retryHere.pace,
    otherwise,
    restKind: rest.kind,
    restsAlone,
    ...restFields(rest),
  };
}

function restFields(rest: FailoverRule['rest']): Partial<RuleFormValues> {
  switch (rest.kind) {
    case 'for':
      return { restSeconds: secondsOf(rest.ms), isModelOnly: rest.scope === 'model' };
    case 'between':
      return { restSeconds: secondsOf(rest.fromMs), restToSeconds: secondsOf(rest.toMs) };
    case 'until-reset':
      return { restSeconds: secondsOf(rest.unnamedMs) };
    case 'until-edited':
      return { isLimited: rest.isLimited };
    default:
      return {};
  }
}

/** @param base The rule that is edited or copied: conditions that the form does not show are kept. Null: a new one. */
export function ruleInputOf(form: CheckedRuleForm, base: FailoverRule | null): NewRuleRaw {
  const { causes, phases, isAnthropicError, exchangeKinds } = base?.match ?? {};
  const rest = restInput(form);
  return {
    title: form.title,
    match: {
      ...(form.kinds.length > 0 && { kinds: [...form.kinds] }),
      ...(form.statuses.length > 0 && { statuses: form.statuses }),
      ...(form.errorTypes.length > 0 && { errorTypes: form.errorTypes }),
      ...(form.phrases.length > 0 && { phrases: form.phrases }),
      ...(causes !== undefined && { causes: [...causes] }),
      ...(phases !== undefined && { phases: [...phases] }),
      ...(isAnthropicError !== undefined && { isAnthropicError }),
      ...(exchangeKinds !== undefined && { exchangeKinds: [...exchangeKinds] }),
    },
    retryHere: {
      inCompany: Number(form.retryCompany),
      alone: form.retryAlone === 'max' ? 'max' : Number(form.retryAlone),
      pace: form.pace,
    },
    otherwise: form.otherwise,
    rest,
    restsAlone: form.restsAlone,
    isBlamed: base?.isBlamed ?? rest.kind !== 'none',
  };
}

function restInput(form: CheckedRuleForm): NonNullable<NewRuleRaw['rest']> {
  const ms = msOf(form.restSeconds) ?? 0;
  switch (form.restKind) {
    case 'for':
      return { kind: 'for', scope: form.isModelOnly ? 'model' : 'endpoint', ms };
    case 'between':
      return { kind: 'between', fromMs: ms, toMs: msOf(form.restToSeconds) ?? 0 };
    case 'until-reset':
      return { kind: 'until-reset', unnamedMs: ms };
    case 'until-edited':
      return { kind: 'until-edited', isLimited: form.isLimited };
    default:
      return { kind: form.restKind };
  }
}

/** Whether there is anything by which it could match; which requests it is about is no condition of its own. */
export function hasCondition({ match: { exchangeKinds: _, ...conditions } }: NewRuleRaw): boolean {
  return Object.keys(conditions).length > 0;
}

const FIELD_OF_PATH: readonly (readonly [prefix: string, field: keyof RuleFormValues])[] = [
  ['title', 'title'],
  ['match.kinds', 'kinds'],
  ['match.statuses', 'statuses'],
  ['match.errorTypes', 'errorTypes'],
  ['match.phrases', 'phrases'],
  ['rest.toMs', 'restToSeconds'],
  ['rest.ms', 'restSeconds'],
  ['rest.fromMs', 'restSeconds'],
  ['rest.unnamedMs', 'restSeconds'],
];

/** The field of the form that a path of the core's input belongs to, for example `rule.match.statuses.0`; null: none. */
export function ruleFieldOf(path: string): keyof RuleFormValues | null {
  const inner = path.replace(/^rule\./, '');
  // What is wrong with all conditions together is said at the first of them.
  if (inner === 'match') return 'kinds';
  return FIELD_OF_PATH.find(([prefix]) => inner === prefix || inner.startsWith(`${prefix}.`))?.[1] ?? null;
}

function partsOf(text: string, separator: string): string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Seconds as typed, in ms; null when it is no number, or not as long as a rest may be. */
function msOf(text: string): number | null {
  const seconds = /^\d+([.,]\d+)?$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) : Number.NaN;
  return seconds >= 1 && seconds * MS_PER_SECOND <= MAX_REST_MS ? Math.round(seconds * MS_PER_SECOND) : null;
}

function secondsOf(ms: number): string {
  return String(ms / MS_PER_SECOND);
}
