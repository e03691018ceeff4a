/** Whether a request carries the secret it must carry, found out in a time that says nothing about the secret. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits, safe in headers, URLs and file names. */
export function createToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Both are hashed first, so that neither length nor a common beginning shows in the time it takes. */
export function isSameSecret(presented: string, expected: string): boolean {
  return timingSafeEqual(sha256(presented), sha256(expected));
}

/** @param header  The `authorization` header as received. */
export function bearerTokenOf(header: string | undefined): string | null {
  return /^Bearer ([\w.~+/-]+=*)$/i.exec(header ?? '')?.[1] ?? null;
}

export function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
