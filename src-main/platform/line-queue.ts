/**
 * Decides how lines reach a slow sink without anybody waiting: they queue in memory for a moment, one write takes all there are, a sink
 * that fails is tried again later, and beyond a limit the newest lines are counted instead of kept.
 */

export interface LineSink {
  /** Rejects when nothing of `chunk` can be relied on to be written; the same chunk may come again. */
  write(chunk: string): Promise<void>;
  close(): Promise<void>;
}

export interface LineQueueOptions {
  readonly sink: LineSink;
  /** Told of the first failure of a series. */
  readonly onFailure: (error: unknown) => void;
  /** Default 4 MiB of text: minutes of a busy log, and no danger to the process. */
  readonly limitCharacters?: number;
  /** Default 1 s. */
  readonly retryDelayMs?: number;
  /** How long lines gather before they are written; default 20 ms. */
  readonly gatherMs?: number;
}

/** A chunk is the grain of rotation and of repetition after a failure. */
const CHUNK_CHARACTERS = 65_536;

/** A busy log is written 50 times a second instead of once per line: each write costs as much as many lines. */
const GATHER_MS = 20;

export class LineQueue {
  readonly #options: LineQueueOptions;
  readonly #limitCharacters: number;
  #lines: string[] = [];
  #characters = 0;
  #dropped = 0;
  #writing: Promise<void> | null = null;
  #retryTimer: NodeJS.Timeout | null = null;
  #gatherTimer: NodeJS.Timeout | null = null;
  #isFailing = false;
  #isClosed = false;

  constructor(options: LineQueueOptions) {
    this.#options = options;
    this.#limitCharacters = options.limitCharacters ?? 4 * 1_048_576;
  }

  /** @param line  Ends with a line break. Ignored after close. */
  push(line: string): void {
    if (this.#isClosed) return;
    if (this.#characters + line.length > this.#limitCharacters) {
      this.#dropped += 1;
      return;
    }
    this.#lines.push(line);
    this.#characters += line.length;
    if (this.#retryTimer === null && this.#writing === null && this.#gatherTimer === null) this.#writeSoon();
  }

  /** Lines that were not kept since the last call. */
  takeDropped(): number {
    const dropped = this.#dropped;
    this.#dropped = 0;
    return dropped;
  }

  /** Resolves when all lines so far are written, or when the sink just failed. Never rejects. */
  async flush(): Promise<void> {
    await this.#writing;
    this.#cancelGathering();
    if (this.#lines.length === 0) return;
    this.#cancelRetry();
    this.#writing ??= this.#writeAll();
    await this.#writing;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.flush();
    this.#cancelRetry();
    await this.#options.sink.close();
  }

  #writeSoon(): void {
    this.#gatherTimer = setTimeout(() => {
      this.#gatherTimer = null;
      this.#writing ??= this.#writeAll();
    }, this.#options.gatherMs ?? GATHER_MS);
  }

  #cancelGathering(): void {
    if (this.#gatherTimer !== null) clearTimeout(this.#gatherTimer);
    this.#gatherTimer = null;
  }

  async #writeAll(): Promise<void> {
    try {
      while (this.#lines.length > 0) {
        const count = this.#linesOfChunk();
        const chunk = this.#lines.slice(0, count).join('');
        await this.#options.sink.write(chunk);
        this.#lines.splice(0, count);
        this.#characters -= chunk.length;
        this.#isFailing = false;
      }
    } catch (error) {
      if (!this.#isFailing) this.#options.onFailure(error);
      this.#isFailing = true;
      this.#retryLater();
    } finally {
      this.#writing = null;
    }
  }

  #linesOfChunk(): number {
    let characters = 0;
    const beyond = this.#lines.findIndex((line) => {
      characters += line.length;
      return characters > CHUNK_CHARACTERS;
    });
    return beyond === -1 ? this.#lines.length : Math.max(1, beyond);
  }

  #retryLater(): void {
    if (this.#isClosed) return;
    this.#retryTimer = setTimeout(() => {
      this.#retryTimer = null;
      if (this.#lines.length > 0) this.#writing ??= this.#writeAll();
    }, this.#options.retryDelayMs ?? 1_000).unref();
  }

  #cancelRetry(): void {
    if (this.#retryTimer !== null) clearTimeout(this.#retryTimer);
    this.#retryTimer = null;
  }
}
