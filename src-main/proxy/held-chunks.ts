/** The beginning of an answer while it is held back, and what its first characters say. */

export class HeldChunks {
  #chunks: Buffer[] = [];
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
  }

  /** Hands all chunks over and forgets them. */
  take(): readonly Buffer[] {
    const chunks = this.#chunks;
    this.#chunks = [];
    return chunks;
  }

  /** First byte that is not white space; null while only white space came. */
  firstCharacter(): number | null {
    for (const chunk of this.#chunks) {
      for (const byte of chunk) {
        if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
      }
    }
    return null;
  }

  /** The first `length` bytes as text. */
  beginning(length: number): string {
    let text = '';
    for (const chunk of this.#chunks) {
      text += chunk.toString('latin1', 0, length - text.length);
      if (text.length >= length) break;
    }
    return text;
  }
}
