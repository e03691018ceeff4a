/** Inputs and answers that only the admin router has: small shapes around the schemas of the nouns. */
import { z } from 'zod';
import { MS_PER_DAY, MS_PER_SECOND } from '../units.ts';
import { endpointIdSchema, endpointInputSchema, endpointPatchSchema } from './endpoint.ts';
import { newRuleSchema, ruleIdSchema } from './failover-rule.ts';
import { settingChangeSchema } from './settings.ts';
import { localTokenNameSchema } from './status.ts';

export const endpointIdInputSchema = z.object({ id: endpointIdSchema });
/** An id, or else a name in any case. */
export const endpointLookupSchema = z.object({ idOrName: z.string().trim().min(1, 'a name or id is needed').max(64) });
export const endpointEditSchema = z.object({ id: endpointIdSchema, patch: endpointPatchSchema });
/** `position` 1 is the top; larger than the list means the end. */
export const endpointMoveSchema = z.object({ id: endpointIdSchema, position: z.int('must be a whole number').min(1, 'must be 1 or more') });

/** Rests by hand: shorter ones would be over before anybody saw them, longer ones are better said with "until restored". */
const SHORTEST_REST_MS = MS_PER_SECOND;
const LONGEST_REST_MS = 30 * MS_PER_DAY;
/** `forMs` null: until the endpoint is restored or edited. */
export const endpointRestSchema = z.object({
  id: endpointIdSchema,
  forMs: z
    .int('must be a whole number of milliseconds')
    .min(SHORTEST_REST_MS, 'must be at least 1 second')
    .max(LONGEST_REST_MS, 'must be at most 30 days')
    .nullable(),
});

export const endpointTestInputSchema = z.object({
  target: z.union([
    z.object({ id: endpointIdSchema }),
    /** `credentialFrom`: id of a stored endpoint whose credential the draft borrows, so that a form need not know it. */
    z.object({ draft: endpointInputSchema, credentialFrom: endpointIdSchema.nullable().default(null) }),
  ]),
  /** Model to ask for; null: a cheap one is chosen. */
  model: z.string().trim().min(1).max(200).nullable().default(null),
});

export const ruleIdInputSchema = z.object({ id: ruleIdSchema });
/** `position` is among the user's own rules: 1 is tried first, larger than the list means the end. */
const rulePositionSchema = z.int('must be a whole number').min(1, 'must be 1 or more');
export const ruleAddSchema = z.object({ rule: newRuleSchema, position: rulePositionSchema.optional(), isEnabled: z.boolean().optional() });
export const ruleEditSchema = z.object({ id: ruleIdSchema, rule: newRuleSchema });
export const ruleMoveSchema = z.object({ id: ruleIdSchema, position: rulePositionSchema });
export const ruleSwitchSchema = z.object({ id: ruleIdSchema, isEnabled: z.boolean() });
/** `isDryRun`: say what would change, and change nothing. */
export const ruleImportInputSchema = z.object({
  yaml: z.string().max(1_000_000, 'longer than 1000000 characters'),
  isDryRun: z.boolean().default(false),
});

export const exchangeIdInputSchema = z.object({ id: z.string().min(1).max(64) });

export const settingsChangeInputSchema = z.object({ changes: z.array(settingChangeSchema).min(1, 'nothing to change').max(100) });

/** `takeOver`: also when another live Code Proxy has its own address in the file. */
export const tokenNameInputSchema = z.object({ name: localTokenNameSchema });
export const newTokenSchema = z.object({ name: z.string(), token: z.string() });
export const currentTokenSchema = z.object({ token: z.string() });

/** `url` is null when this host serves no dashboard. It works once and within ten minutes. */
export const loginLinkSchema = z.object({ url: z.string().nullable() });

/**
 * `since` and `lastEventId` are cursors `<instance id>:<n>`; the second is what a reconnecting reader brings (tRPC also
 * fills it from the `Last-Event-ID` header) and wins.
 */
export const feedInputSchema = z.object({ since: z.string().max(200).nullish(), lastEventId: z.string().max(200).nullish() }).prefault({});

/** What a caller learns of a failed call beside its message; `code` is one of APP_ERROR_CODES. */
export const adminErrorSchema = z.object({ code: z.string(), field: z.string().nullable(), repair: z.string().nullable() });
