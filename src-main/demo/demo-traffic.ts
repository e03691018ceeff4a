/**
 * Sends sample requests through the proxy as if a few people worked with it: a burst, so that every page has something to show
 * at once, then a calm pace with some long answers, so that live exchanges can be watched.
 */
import { type ClientRequest, request as httpRequest } from 'node:http';
import { type CancelTimer, type Clock, systemClock } from '../platform/clock.ts';
import { type SampleLength, type SampleRequest, sampleRequest } from './sample-requests.ts';
import { between, type Random } from './seeded-random.ts';

export interface DemoTrafficOptions {
  /** Base URL of the proxy, for example `http://127.0.0.1:9000`. */
  readonly proxyUrl: string;
  /** Local token. */
  readonly token: string;
  readonly random: Random;
  /** Left out: the system's clock. */
  readonly clock?: Clock;
}

/** Requests of the burst, and how many of them run at once. */
const BURST_REQUESTS = 24;
const BURST_AT_ONCE = 6;
/** Pause between two requests afterwards, ms. */
const PAUSE_MS = [1_500, 4_500] as const;
/** More than these at once are not begun; slow endpoints would pile them up. */
const MAX_LIVE = 6;

export class DemoTraffic {
  readonly #options: DemoTrafficOptions;
  readonly #clock: Clock;
  readonly #live = new Set<ClientRequest>();
  #cancelTimer: CancelTimer | null = null;
  #isRunning = false;
  #burstLeft = 0;

  constructor(options: DemoTrafficOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** Requests under way. */
  get live(): number {
    return this.#live.size;
  }

  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#burstLeft = BURST_REQUESTS;
    for (let count = 0; count < BURST_AT_ONCE; count += 1) this.#burst();
    this.#send('long', () => undefined);
    this.#schedule();
  }

  /** Leaves all requests; those under way are seen by the proxy as clients that left. */
  stop(): void {
    this.#isRunning = false;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    for (const request of this.#live) request.destroy();
    this.#live.clear();
  }

  #burst(): void {
    if (!this.#isRunning || this.#burstLeft === 0) return;
    this.#burstLeft -= 1;
    this.#send('short', () => this.#burst());
  }

  #schedule(): void {
    if (!this.#isRunning) return;
    this.#cancelTimer = this.#clock.setTimer(between(this.#options.random, ...PAUSE_MS), () => {
      const chance = this.#options.random();
      if (this.#live.size < MAX_LIVE) this.#send(chance < 0.3 ? 'long' : chance < 0.75 ? 'normal' : 'short', () => undefined);
      this.#schedule();
    });
  }

  /** @param onEnd Called once, however the request ended. */
  #send(length: SampleLength, onEnd: () => void): void {
    const sample = sampleRequest(this.#options.random, length);
    const request = this.#request(sample);
    this.#live.add(request);
    const cancelLeave = sample.leavesAfterMs === null ? null : this.#clock.setTimer(sample.leavesAfterMs, () => request.destroy());
    request.on('response', (response) => {
      // A demo client reads and forgets; a broken answer shows up in the proxy's own records.
      response.on('error', () => undefined);
      response.resume();
    });
    request.on('error', () => undefined);
    request.on('close', () => {
      cancelLeave?.();
      this.#live.delete(request);
      onEnd();
    });
    request.end(sample.body);
  }

  #request(sample: SampleRequest): ClientRequest {
    const { proxyUrl, token } = this.#options;
    return httpRequest(new URL(sample.path, proxyUrl), {
      method: 'POST',
      headers: { ...sample.headers, authorization: `Bearer ${token}`, 'content-length': `${Buffer.byteLength(sample.body)}` },
    });
  }
}
