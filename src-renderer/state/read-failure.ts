/** Turns whatever a failed call threw into what a page can show: a sentence, the fields at fault, and the next step. */
import { TRPCClientError } from '@trpc/client';
import { z } from 'zod';
import { hostErrorSchema } from '../../src-shared/admin-http.ts';
import type { Repair } from '../../src-shared/app-error.ts';

export interface Failure {
  /** `unreachable`: no answer at all. `session`: the login has ended. `app`: the core says what is wrong. */
  readonly kind: 'app' | 'session' | 'unreachable' | 'unknown';
  readonly code: string | null;
  /** One sentence from the core; null when the user interface has to find its own words. */
  readonly message: string | null;
  /** Dotted path of the input at fault. */
  readonly field: string | null;
  readonly repair: Repair | null;
  /** Messages by dotted path of the input. */
  readonly issues: readonly { readonly path: string; readonly message: string }[];
}

const REPAIRS = ['open-settings', 'open-endpoints', 'open-claude-settings', 'retry', 'choose-port', 'take-over'] as const satisfies readonly Repair[];

const dataSchema = z.object({
  httpStatus: z.number().optional(),
  app: z
    .object({ code: z.string(), field: z.string().nullable(), repair: z.enum(REPAIRS).nullable().catch(null) })
    .nullish()
    .catch(null),
  issues: z
    .array(z.object({ path: z.array(z.string()), message: z.string() }))
    .nullish()
    .catch(null),
});
const metaSchema = z.object({ response: z.object({ status: z.number() }) });
const metaBodySchema = z.object({ responseJSON: hostErrorSchema });

const NOTHING = { code: null, message: null, field: null, repair: null, issues: [] } as const;
const SESSION_STATUSES: readonly number[] = [401, 403];

export function readFailure(error: unknown): Failure {
  if (!(error instanceof TRPCClientError)) return { ...NOTHING, kind: 'unknown' };
  const data = dataSchema.safeParse(error.data);
  const meta = metaSchema.safeParse(error.meta);
  const status = data.data?.httpStatus ?? meta.data?.response.status ?? null;
  if (data.data?.app?.code === 'UNAUTHORIZED' || (status !== null && SESSION_STATUSES.includes(status))) return { ...NOTHING, kind: 'session' };
  if (data.success && data.data.app != null) {
    const { code, field, repair } = data.data.app;
    const issues = (data.data.issues ?? []).map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
    return { kind: 'app', code, message: error.message, field, repair, issues };
  }
  const body = metaBodySchema.safeParse(error.meta);
  if (body.success) return { ...NOTHING, kind: 'app', code: body.data.responseJSON.error.code, message: body.data.responseJSON.error.message };
  return status === null ? { ...NOTHING, kind: 'unreachable', repair: 'retry' } : { ...NOTHING, kind: 'unknown', repair: 'retry' };
}
