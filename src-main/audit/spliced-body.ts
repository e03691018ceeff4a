/**
 * A forwarded body that is the original with a few bytes of its own (another model name): stored as places in the original. The
 * few bytes are searched for credentials together with what stands around them.
 */
import type { BodyWriter } from './body-writer.ts';
import type { Hit } from './hit.ts';
import type { SplicePiece } from './messages.ts';
import { REDACTED, replaceHits, type SecretFinder } from './secret-finder.ts';
import type { StoredBody, StoredPart } from './stored-record.ts';

export type ReadPiece = { readonly from: number; readonly to: number } | { readonly bytes: number; readonly text: Buffer };

/** @param take Hands out the next bytes of the batch. */
export function readPieces(
  pieces: readonly SplicePiece[],
  take: (bytes: number) => Buffer,
  finder: SecretFinder,
  extra: readonly string[],
): readonly ReadPiece[] {
  return pieces.map((piece) => {
    if ('from' in piece) return piece;
    const around = take(piece.before + piece.bytes + piece.behind);
    return { bytes: piece.bytes, text: redactedMiddle(around, piece, finder, extra) };
  });
}

/** @param original Complete. */
export function splicedBody(pieces: readonly ReadPiece[], original: BodyWriter, stored: StoredBody): StoredBody {
  const parts: StoredPart[] = [];
  let bytes = 0;
  let textBytes = 0;
  for (const piece of pieces) {
    if ('from' in piece) {
      const end = Math.min(piece.to, original.wireBytes);
      bytes += end - piece.from;
      const from = original.mapped(piece.from, 'behind');
      const to = original.mapped(end, 'before');
      const body = stored.parts[0];
      if (to <= from || body === undefined || typeof body === 'string') continue;
      parts.push([body[0], from, to]);
      textBytes += to - from;
    } else {
      bytes += piece.bytes;
      parts.push(piece.text.toString('base64'));
      textBytes += piece.text.length;
    }
  }
  return { ...stored, bytes, textBytes, parts: stored.parts.length === 0 ? [] : parts };
}

function redactedMiddle(
  around: Buffer,
  piece: { readonly before: number; readonly bytes: number },
  finder: SecretFinder,
  extra: readonly string[],
): Buffer {
  const end = piece.before + piece.bytes;
  const hits = finder.findOrAll(around.toString('latin1'), extra).filter((hit) => hit.end > piece.before && hit.start < end);
  const middle = around.toString('latin1', piece.before, end);
  const inside = hits.map((hit): Hit => ({ start: Math.max(0, hit.start - piece.before), end: Math.min(piece.bytes, hit.end - piece.before) }));
  return Buffer.from(hits.some((hit) => hit.start < piece.before || hit.end > end) ? REDACTED : replaceHits(middle, inside), 'latin1');
}
