/**
 * What an endpoint is, what users may enter for one, and what is shown of it. Credentials only ever travel inwards:
 * `EndpointInput.credential` is accepted, views carry a mask.
 */
import { z } from 'zod';

/** Wire dialects an endpoint can speak. Later ones (openai, codebuddy, ..) are added here and in protocols/registry. */
export const PROTOCOLS = ['anthropic'] as const;
export const protocolSchema = z.enum(PROTOCOLS);
export type Protocol = z.infer<typeof protocolSchema>;

/** How the credential is sent: `client` copies the client's style, `auto` also knows api.anthropic.com and sk-ant-api keys. */
export const authStyleSchema = z.enum(['auto', 'client', 'x-api-key', 'bearer']);
export type AuthStyle = z.infer<typeof authStyleSchema>;

/** What a requested model name belongs to. */
export const FAMILIES = ['opus', 'sonnet', 'haiku', 'other'] as const;
export const familySchema = z.enum(FAMILIES);
export type Family = z.infer<typeof familySchema>;

/**
 * Requested model → sent model. A key is an exact model name, a glob with `*`, or one of the words opus, sonnet, haiku.
 * Lookup order: exact name, longest glob, family; the first hit wins.
 */
export const modelMapSchema = z.record(
  z.string().trim().min(1, 'a model name or pattern is needed').max(200, 'longer than 200 characters'),
  z.string().trim().min(1, 'the model to send is needed').max(200, 'longer than 200 characters'),
);
export type ModelMap = z.infer<typeof modelMapSchema>;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this rejects
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f]/;
const NOT_LATIN1 = /[^\u0020-\u00ff]/;

const credentialSchema = z
  .string()
  .max(8_192, 'longer than 8192 characters')
  .refine((value) => !CONTROL_CHARACTERS.test(value), 'contains a line break or another control character; paste only the key itself')
  .refine((value) => !NOT_LATIN1.test(value), 'contains a character that cannot be sent in an HTTP header')
  .refine((value) => value.trim().length > 0, 'is empty')
  .transform((value) => value.trim());

/**
 * An endpoint's base URL: http or https, a host, no user name or password, no query or fragment. A trailing `/`, `/v1`
 * or `/v1/messages` is dropped, because requests bring their own `/v1/..` path.
 */
export const baseUrlSchema = z
  .string()
  .trim()
  .max(2_048, 'longer than 2048 characters')
  .transform((text, context) => {
    if (!/^https?:\/\//i.test(text)) {
      context.addIssue({ code: 'custom', message: 'must start with http:// or https://' });
      return z.NEVER;
    }
    const url = URL.parse(text);
    if (url === null || url.hostname === '') {
      context.addIssue({ code: 'custom', message: 'is not a valid URL' });
      return z.NEVER;
    }
    if (url.username !== '' || url.password !== '') {
      context.addIssue({ code: 'custom', message: 'must not hold a user name or password; put the key into the credential field' });
      return z.NEVER;
    }
    if (url.search !== '' || url.hash !== '') {
      context.addIssue({ code: 'custom', message: 'must not hold a query (?) or fragment (#)' });
      return z.NEVER;
    }
    // Repeated endings go as well, so that parsing a parsed URL once more changes nothing.
    const path = url.pathname.replace(/(\/v1(\/messages)?|\/)+$/, '');
    return `${url.protocol}//${url.host}${path}`;
  });

export const endpointIdSchema = z.string().min(1).max(64);

/** Requests at once that an endpoint is sent at most; null: any number. */
export const maxConcurrentSchema = z.int('must be a whole number').min(1, 'must be 1 to 1000').max(1_000, 'must be 1 to 1000').nullable();

/** Its prices as a multiple of the price list: 0.5 for a reseller at half price, 0 for a flat rate. */
export const costMultiplierSchema = z.number('must be a number').min(0, 'must be 0 to 100').max(100, 'must be 0 to 100');

export const endpointInputSchema = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'a name is needed')
    .max(60, 'longer than 60 characters')
    .refine((value) => !CONTROL_CHARACTERS.test(value), 'contains a control character'),
  baseUrl: baseUrlSchema,
  protocol: protocolSchema.default('anthropic'),
  /** The key or token; absent: none is sent (local servers). */
  credential: credentialSchema.optional(),
  authStyle: authStyleSchema.default('auto'),
  modelMap: modelMapSchema.default({}),
  /** Families this endpoint serves; empty means all. */
  families: z.array(familySchema).max(FAMILIES.length).default([]),
  maxConcurrent: maxConcurrentSchema.default(null),
  /** Its `input_tokens` count cache reads and writes too, which the API's own do not. */
  inputIncludesCache: z.boolean().default(false),
  costMultiplier: costMultiplierSchema.default(1),
  note: z.string().trim().max(500, 'longer than 500 characters').default(''),
  isEnabled: z.boolean().default(true),
});
export type EndpointInput = z.infer<typeof endpointInputSchema>;
export type EndpointInputRaw = z.input<typeof endpointInputSchema>;

/** Every field optional; `credential: null` removes the stored credential, an absent one keeps it. */
export const endpointPatchSchema = z
  .object({
    name: endpointInputSchema.shape.name,
    baseUrl: endpointInputSchema.shape.baseUrl,
    protocol: protocolSchema,
    credential: credentialSchema.nullable(),
    authStyle: authStyleSchema,
    modelMap: modelMapSchema,
    families: z.array(familySchema).max(FAMILIES.length),
    maxConcurrent: maxConcurrentSchema,
    inputIncludesCache: z.boolean(),
    costMultiplier: costMultiplierSchema,
    note: z.string().trim().max(500, 'longer than 500 characters'),
    isEnabled: z.boolean(),
  })
  .partial();
export type EndpointPatch = z.infer<typeof endpointPatchSchema>;

export const restScopeSchema = z.enum(['endpoint', 'model']);

/** A rest as shown: why, since when, until when, and by which rule of the failover policy. */
export const restViewSchema = z.object({
  scope: restScopeSchema,
  /** Sent model, for scope `model`. */
  model: z.string().nullable(),
  reason: z.string(),
  ruleId: z.string(),
  startedAtMs: z.number(),
  /** Unix ms; null: until the endpoint is edited or restored by hand. */
  untilMs: z.number().nullable(),
});
export type RestView = z.infer<typeof restViewSchema>;

export const endpointStateSchema = z.object({
  /** `probing`: the rest is over and one request is finding out. */
  kind: z.enum(['ready', 'resting', 'probing', 'disabled']),
  rests: z.array(restViewSchema),
  liveExchanges: z.number().int().nonnegative(),
  lastSuccessAtMs: z.number().nullable(),
  lastFailureAtMs: z.number().nullable(),
  lastFailureReason: z.string().nullable(),
  /** Its answers look as if `inputIncludesCache` should be on. Null: they do not, or it is on. */
  usageProposal: z.literal('input-includes-cache').nullable(),
});
export type EndpointState = z.infer<typeof endpointStateSchema>;

export const endpointViewSchema = z.object({
  id: endpointIdSchema,
  /** 1 is tried first. */
  position: z.number().int().positive(),
  name: z.string(),
  baseUrl: z.string(),
  protocol: protocolSchema,
  authStyle: authStyleSchema,
  modelMap: modelMapSchema,
  families: z.array(familySchema),
  maxConcurrent: z.int().nullable(),
  inputIncludesCache: z.boolean(),
  costMultiplier: z.number().nonnegative(),
  note: z.string(),
  isEnabled: z.boolean(),
  /** For example `sk-ant-…w3Qf`; null when no credential is stored. Never enough to guess the credential. */
  credentialMask: z.string().nullable(),
  createdAtMs: z.number(),
  updatedAtMs: z.number(),
});
export type EndpointView = z.infer<typeof endpointViewSchema>;

export const endpointWithStateSchema = endpointViewSchema.extend({ state: endpointStateSchema });
export type EndpointWithState = z.infer<typeof endpointWithStateSchema>;

/** What a connection test found. `proposal` is set when the other authentication style worked. */
export const connectionTestSchema = z.object({
  isOk: z.boolean(),
  /** HTTP status of the answer; null when there was none. */
  status: z.number().int().nullable(),
  durationMs: z.number(),
  /** Model name that was sent. */
  model: z.string(),
  /** One sentence for people. */
  message: z.string(),
  /** What to do about a failure; null when nothing is wrong. */
  remedy: z.string().nullable(),
  proposal: z.object({ authStyle: authStyleSchema }).nullable(),
});
export type ConnectionTest = z.infer<typeof connectionTestSchema>;
