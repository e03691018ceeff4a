/** Sessions that stay with an endpoint that is not their first choice, as shown. */
import { z } from 'zod';
import { familySchema } from './endpoint.ts';

export const sessionViewSchema = z.object({
  /** First characters of the client's session id: enough to tell sessions apart. */
  session: z.string(),
  /** Each family of a session moves on its own. */
  family: familySchema,
  endpointId: z.string(),
  endpoint: z.string(),
  /** What kept it from its first choice when it moved; null: not known. */
  why: z.string().nullable(),
  sinceMs: z.number(),
  lastUsedAtMs: z.number(),
  /** When it goes back to its first choice; use before that prolongs it, up to an hour in all. */
  endsAtMs: z.number(),
});
export type SessionView = z.infer<typeof sessionViewSchema>;
