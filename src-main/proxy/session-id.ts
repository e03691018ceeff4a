/** Which conversation a request belongs to, so that it can stay with one endpoint. */
import { z } from 'zod';
import type { ByteRange } from './body-scan.ts';

const metadataSchema = z.object({ user_id: z.string() });
const userIdSchema = z.object({ session_id: z.string().min(1) });

/** Metadata larger than this is not looked into. The real client's has about 200 bytes. */
const MAX_METADATA_BYTES = 4_096;
const MAX_SESSION_ID_LENGTH = 200;

/** Older clients: `user_<hash>_account__session_<uuid>`. */
const OLD_USER_ID = /_session_([\w-]+)$/;

/**
 * @param header   Value of `x-claude-code-session-id`, if any.
 * @param metadata Where the body's top-level `metadata` lies, if it has one.
 * @returns The session id, else null. Unreadable metadata is no fault of the exchange, so it never throws.
 */
export function sessionIdOf(header: string | undefined, body: Buffer, metadata: ByteRange | null): string | null {
  const named = header?.trim();
  if (named !== undefined && named !== '') return named.slice(0, MAX_SESSION_ID_LENGTH);
  if (metadata === null || metadata.end - metadata.start > MAX_METADATA_BYTES) return null;
  const parsed = metadataSchema.safeParse(parseJson(body.toString('utf8', metadata.start, metadata.end)));
  if (!parsed.success) return null;
  const userId = parsed.data.user_id;
  const inner = userIdSchema.safeParse(parseJson(userId));
  if (inner.success) return inner.data.session_id.slice(0, MAX_SESSION_ID_LENGTH);
  return OLD_USER_ID.exec(userId)?.[1]?.slice(0, MAX_SESSION_ID_LENGTH) ?? null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: then it holds no session id that we know how to read.
    return undefined;
  }
}
