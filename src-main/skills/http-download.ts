/**
 * Gets a file over http(s): bounded in size and time, with few redirects, and those only to https or, as in tests, within this machine.
 * Nothing is sent but the address: no cookies, no credentials.
 */
import type { Writable } from 'node:stream';
import { MS_PER_MINUTE, MS_PER_SECOND } from '../../src-shared/units.ts';
import type { CancelTimer, Clock } from '../platform/clock.ts';
import type { Downloads } from './ports.ts';
import { problem, SkillRefusal } from './skill-refusal.ts';

const MAX_REDIRECTS = 5;
/** Without a byte. */
const IDLE_MS = 30 * MS_PER_SECOND;
const TOTAL_MS = 20 * MS_PER_MINUTE;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const MISSING: ReadonlySet<number> = new Set([401, 403, 404, 410, 451]);

export interface DownloadOptions {
  readonly downloads: Downloads;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly limitBytes: number;
  /** For people: what is not there when the server says so. */
  readonly what: string;
  readonly onProgress?: (doneBytes: number, totalBytes: number | null) => void;
}

/** Writes the body to `sink` and ends it. Rejects with SkillRefusal, or with the signal's reason. */
export async function download(url: URL, sink: Writable, options: DownloadOptions): Promise<void> {
  let at = url;
  // A file may fail before the transfer listens, and a destroyed one tells of the write that it was in the middle of: nobody would catch it.
  sink.on('error', () => undefined);
  try {
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      await options.downloads.prepare(at.href);
      const next = await new Transfer(at, sink, options).run();
      if (next === null) return;
      at = allowedRedirect(at, next);
    }
    throw new SkillRefusal(problem('redirect-refused', { to: at.href }));
  } catch (error) {
    sink.destroy();
    throw error;
  }
}

/** To https; on this machine also to http, when it is there that we came from. */
function allowedRedirect(from: URL, location: string): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from.href) : null;
  const isLocal = to?.protocol === 'http:' && from.protocol === 'http:' && to.hostname === from.hostname;
  if (to === null || !(to.protocol === 'https:' || isLocal) || to.username !== '' || to.password !== '') {
    throw new SkillRefusal(problem('redirect-refused', { to: location }));
  }
  return to;
}

/** One request. */
class Transfer {
  readonly #url: URL;
  readonly #sink: Writable;
  readonly #options: DownloadOptions;
  readonly #ended = Promise.withResolvers<string | null>();
  #doneBytes = 0;
  #totalBytes: number | null = null;
  #isBody = false;
  #cancelIdle: CancelTimer = () => undefined;

  constructor(url: URL, sink: Writable, options: DownloadOptions) {
    this.#url = url;
    this.#sink = sink;
    this.#options = options;
  }

  /** @returns Where it redirects to; null: the body is in the sink. */
  async run(): Promise<string | null> {
    const { downloads, clock, signal } = this.#options;
    signal.throwIfAborted();
    const headers = ['host', this.#url.host, 'user-agent', 'code-proxy', 'accept', '*/*', 'accept-encoding', 'identity'];
    const request = { origin: this.#url.origin, path: `${this.#url.pathname}${this.#url.search}`, method: 'GET', headers, body: null };
    const call = downloads.send(request, {
      onHead: (status, rawHeaders) => this.#head(status, rawHeaders),
      onData: (chunk) => {
        if (!this.#data(chunk)) {
          call.pause();
          this.#sink.once('drain', () => call.resume());
        }
      },
      onEnd: () => this.#end(),
      onError: (error) => this.#fail(problem('download-failed', { reason: error.message })),
    });
    const givenUp = () => this.#ended.reject(signal.reason);
    const sinkFailed = (error: Error) => this.#fail(problem('download-failed', { reason: error.message }));
    const cancelTotal = clock.setTimer(TOTAL_MS, () => this.#timedOut());
    signal.addEventListener('abort', givenUp);
    this.#sink.once('error', sinkFailed);
    if (this.#sink.errored !== null) sinkFailed(this.#sink.errored);
    this.#heard();
    try {
      return await this.#ended.promise;
    } finally {
      call.abort();
      cancelTotal();
      this.#cancelIdle();
      signal.removeEventListener('abort', givenUp);
      this.#sink.off('error', sinkFailed);
    }
  }

  #head(status: number, rawHeaders: readonly string[]): void {
    this.#heard();
    const location = headerOf(rawHeaders, 'location');
    if (REDIRECTS.has(status) && location !== null) this.#ended.resolve(location);
    else if (MISSING.has(status)) this.#fail(problem('source-not-found', { what: this.#options.what }));
    else if (status !== 200) this.#fail(problem('download-refused', { status }));
    else this.#expect(Number(headerOf(rawHeaders, 'content-length') ?? Number.NaN));
  }

  #expect(lengthBytes: number): void {
    this.#isBody = true;
    if (!Number.isSafeInteger(lengthBytes)) return;
    this.#totalBytes = lengthBytes;
    if (lengthBytes > this.#options.limitBytes) this.#fail(problem('download-too-large', { limitBytes: this.#options.limitBytes }));
  }

  /** @returns Whether more may come at once. */
  #data(chunk: Buffer): boolean {
    this.#heard();
    if (!this.#isBody) return true;
    this.#doneBytes += chunk.length;
    if (this.#doneBytes > this.#options.limitBytes) {
      this.#fail(problem('download-too-large', { limitBytes: this.#options.limitBytes }));
      return true;
    }
    this.#options.onProgress?.(this.#doneBytes, this.#totalBytes);
    return this.#sink.write(chunk);
  }

  #end(): void {
    if (this.#isBody) this.#sink.end(() => this.#ended.resolve(null));
    else this.#fail(problem('download-failed', { reason: 'the server sent nothing' }));
  }

  #heard(): void {
    this.#cancelIdle();
    this.#cancelIdle = this.#options.clock.setTimer(IDLE_MS, () => this.#timedOut());
  }

  #timedOut(): void {
    this.#fail(problem('download-failed', { reason: 'it took too long' }));
  }

  #fail(found: SkillRefusal['problem']): void {
    this.#ended.reject(new SkillRefusal(found));
  }
}

function headerOf(rawHeaders: readonly string[], wanted: string): string | null {
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) if (rawHeaders[at]?.toLowerCase() === wanted) return rawHeaders[at + 1] ?? null;
  return null;
}
