/** Undoes the compression of a body, so that credentials can be found in it and people can read it. */
import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';

/** A small answer may claim to be endless. */
const MAX_DECODED_BYTES = 64 * 1_048_576;

/**
 * @param encoding  Value of Content-Encoding; undefined or identity: plain.
 * @param body      May end early: what can be read of it is returned.
 * @returns Null when it cannot be undone.
 */
export function undoEncoding(encoding: string | undefined, body: Buffer): Buffer | null {
  const codings = (encoding ?? '')
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  // Written in the order in which they were applied.
  let result: Buffer = body;
  for (const coding of codings.reverse()) {
    const undone = undo(coding, result);
    if (undone === null) return null;
    result = undone;
  }
  return result;
}

export function isEncoded(encoding: string | undefined): boolean {
  return (encoding ?? '').split(',').some((coding) => !['', 'identity'].includes(coding.trim().toLowerCase()));
}

function undo(coding: string, body: Buffer): Buffer | null {
  const options = { maxOutputLength: MAX_DECODED_BYTES };
  try {
    switch (coding) {
      case 'gzip':
      case 'x-gzip':
        return gunzipSync(body, { ...options, finishFlush: constants.Z_SYNC_FLUSH });
      case 'deflate':
        return inflate(body, options);
      case 'br':
        return brotliDecompressSync(body, { ...options, finishFlush: constants.BROTLI_OPERATION_FLUSH });
      case 'zstd':
        return zstdDecompressSync(body, { ...options, finishFlush: constants.ZSTD_e_flush });
      default:
        return null;
    }
  } catch {
    return null;
  }
}

/** Some servers leave the header of zlib out. */
function inflate(body: Buffer, options: { readonly maxOutputLength: number }): Buffer {
  const lenient = { ...options, finishFlush: constants.Z_SYNC_FLUSH };
  try {
    return inflateSync(body, lenient);
  } catch {
    return inflateRawSync(body, lenient);
  }
}
