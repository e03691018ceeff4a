/**
 * Takes credentials out of a body that comes in pieces. The end of a piece is held back until the next one shows whether a
 * credential begins there.
 */
import type { Hit } from './hit.ts';
import { REDACTED, type SecretFinder } from './secret-finder.ts';

/** A match that reaches the end of what has come may go on; for longer than this nobody waits. */
const LONGEST_MATCH_BYTES = 64 * 1_024;

const MARK = Buffer.from(REDACTED);

export class BodyRedactor {
  readonly #finder: SecretFinder;
  readonly #extra: readonly string[];
  /** In bytes of the original body, in order. */
  readonly #hits: Hit[] = [];
  #held: Buffer = Buffer.alloc(0);
  #passedBytes = 0;

  /** @param extra Forms of credentials that this exchange alone carried. */
  constructor(finder: SecretFinder, extra: readonly string[] = []) {
    this.#finder = finder;
    this.#extra = extra;
  }

  get heldBytes(): number {
    return this.#held.length;
  }

  /** @returns What is certain by now. */
  push(piece: Buffer): readonly Buffer[] {
    return this.#scan(this.#held.length === 0 ? piece : Buffer.concat([this.#held, piece]), false);
  }

  /** @returns The rest. */
  end(): readonly Buffer[] {
    return this.#scan(this.#held, true);
  }

  /**
   * Where a byte of the original lies after redaction. Inside of something that was taken out: before its mark, or behind it.
   */
  mapped(offset: number, side: 'before' | 'behind'): number {
    let shift = 0;
    for (const { start, end } of this.#hits) {
      if (start >= offset) break;
      if (end > offset) return start + shift + (side === 'before' ? 0 : MARK.length);
      shift += MARK.length - (end - start);
    }
    return offset + shift;
  }

  #scan(bytes: Buffer, isLast: boolean): readonly Buffer[] {
    const reach = Math.max(this.#finder.reach, ...this.#extra.map((form) => form.length));
    const hits = bytes.length === 0 ? [] : this.#finder.find(bytes.toString('latin1'), this.#extra);
    const boundary = isLast || !this.#finder.isOn ? bytes.length : certainUpTo(bytes.length, reach, hits);
    const certain = hits.filter((hit) => hit.end <= boundary);
    for (const hit of certain) this.#hits.push({ start: hit.start + this.#passedBytes, end: hit.end + this.#passedBytes });
    this.#passedBytes += boundary;
    // A copy: the held end must not keep the whole piece in memory.
    this.#held = boundary === bytes.length ? Buffer.alloc(0) : Buffer.from(bytes.subarray(boundary));
    return without(bytes.subarray(0, boundary), certain);
  }
}

/** Never inside of a hit. */
function certainUpTo(length: number, reach: number, hits: readonly Hit[]): number {
  const last = hits.at(-1);
  const mayGoOn = last !== undefined && last.end === length && length - last.start < LONGEST_MATCH_BYTES;
  const boundary = Math.max(0, Math.min(length - reach, mayGoOn ? last.start : length));
  const across = hits.find((hit) => hit.start < boundary && hit.end > boundary);
  return across === undefined ? boundary : across.end;
}

function without(bytes: Buffer, hits: readonly Hit[]): readonly Buffer[] {
  if (bytes.length === 0) return [];
  if (hits.length === 0) return [bytes];
  const parts: Buffer[] = [];
  let at = 0;
  for (const { start, end } of hits) {
    parts.push(bytes.subarray(at, start), MARK);
    at = end;
  }
  parts.push(bytes.subarray(at));
  return parts.filter((part) => part.length > 0);
}
