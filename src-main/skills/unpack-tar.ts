/** Unpacks a .tar.gz below a fresh folder. Of the bytes that come out of the compression no more than allowed are ever looked at. */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import type { EntryGate, EntryKind } from './entry-gate.ts';
import { problem, SkillRefusal } from './skill-refusal.ts';
import type { TreeWriter } from './tree-writer.ts';

const KINDS: Readonly<Record<string, EntryKind>> = {
  File: 'file',
  OldFile: 'file',
  ContiguousFile: 'file',
  Directory: 'folder',
  Link: 'link',
  SymbolicLink: 'link',
};
const EXECUTABLE = 0o111;
/** Of a header, which is what a tar file begins with. */
const BLOCK_BYTES = 512;
/** gzip and zstd, which the parser would undo by itself, past our counting. */
const COMPRESSED = [Buffer.from([0x1f, 0x8b]), Buffer.from([0x28, 0xb5, 0x2f, 0xfd])];

/** @throws SkillRefusal. What was written by then is the caller's to remove. */
export async function unpackTar(file: string, gate: EntryGate, writer: TreeWriter): Promise<void> {
  const reader = new TarReader(gate, writer);
  try {
    await pipeline(createReadStream(file), createGunzip(), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        gate.passed(chunk.length);
        reader.write(chunk);
      }
      reader.end();
    });
  } catch (error) {
    if (error instanceof SkillRefusal) throw error;
    throw new SkillRefusal(problem('archive-broken', { reason: error instanceof Error ? error.message : String(error) }), { cause: error });
  }
}

/** Hands chunks to the parser and throws what went wrong with the entries in them, which the parser itself would pass over. */
class TarReader {
  readonly #gate: EntryGate;
  readonly #writer: TreeWriter;
  readonly #parser: Parser;
  #beginning: Buffer | null = Buffer.alloc(0);
  #fault: unknown = null;

  constructor(gate: EntryGate, writer: TreeWriter) {
    this.#gate = gate;
    this.#writer = writer;
    this.#parser = new Parser({ strict: true, onReadEntry: (entry) => this.#guarded(() => this.#take(entry)) });
    this.#parser.on('error', (error: unknown) => this.#failed(error));
  }

  write(chunk: Buffer): void {
    if (this.#beginning === null) this.#parser.write(chunk);
    else {
      this.#beginning = Buffer.concat([this.#beginning, chunk]);
      if (this.#beginning.length >= BLOCK_BYTES) this.#begin();
    }
    if (this.#fault !== null) throw this.#fault;
  }

  end(): void {
    if (this.#beginning !== null) throw new Error('it is no tar archive');
    this.#parser.end();
    if (this.#fault !== null) throw this.#fault;
  }

  #begin(): void {
    const beginning = this.#beginning ?? Buffer.alloc(0);
    this.#beginning = null;
    if (COMPRESSED.some((magic) => beginning.subarray(0, magic.length).equals(magic))) throw new Error('it is compressed twice');
    this.#parser.write(beginning);
  }

  #take(entry: ReadEntry): void {
    const kind = KINDS[entry.type] ?? 'special';
    const path = this.#fault === null ? this.#gate.admit({ path: entry.path, kind, sizeBytes: entry.size }) : null;
    if (path === null) entry.resume();
    else if (kind === 'folder') {
      this.#writer.folder(path);
      entry.resume();
    } else {
      const file = this.#writer.file(path, ((entry.mode ?? 0) & EXECUTABLE) !== 0);
      entry.on('data', (bytes: Buffer) => this.#guarded(() => file.write(bytes)));
      entry.on('end', () => file.close());
    }
  }

  /** What is thrown inside the parser's events would leave it in the middle of an entry. */
  #guarded(step: () => void): void {
    if (this.#fault !== null) return;
    try {
      step();
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.#fault ??= error;
  }
}
