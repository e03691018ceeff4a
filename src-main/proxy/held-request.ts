/** A client's request as it is kept until the commit point: the received bytes and what was found in them. */
import type { ClientRequest } from '../protocols/contract.ts';
import type { BodyFacts } from './body-scan.ts';
import { freeMemory } from './free-memory.ts';
import { forwardableRequestHeaders, headerOf, VIA_HEADER } from './headers.ts';
import type { HeldBytes } from './held-bytes.ts';
import { spliceModel } from './splice-model.ts';

const NOTHING = Buffer.alloc(0);

export interface HeldRequestOptions {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly facts: BodyFacts;
  /** Where the body's bytes are counted. */
  readonly held: HeldBytes;
}

export class HeldRequest {
  readonly #options: Omit<HeldRequestOptions, 'body'>;
  readonly #headers: readonly string[];
  readonly sizeBytes: number;
  #body: Buffer;
  #attempts = 0;
  #attemptsThatSentAll = 0;

  constructor(options: HeldRequestOptions) {
    const { body, ...rest } = options;
    this.#options = rest;
    this.#body = body;
    this.sizeBytes = body.length;
    this.#headers = forwardableRequestHeaders(options.rawHeaders);
  }

  get requestedModel(): string {
    return this.#options.facts.model;
  }

  get isStream(): boolean {
    return this.#options.facts.isStream;
  }

  /** The request as one attempt sees it. */
  as(sentModel: string): ClientRequest {
    const { method, path, query, facts } = this.#options;
    const bytes = () => this.#body;
    return {
      method,
      path,
      query,
      get body() {
        return bytes();
      },
      bodyWithModel: (model) => spliceModel(bytes(), facts, model),
      requestedModel: facts.model,
      sentModel,
      isStream: facts.isStream,
      headers: this.#headers,
    };
  }

  /** Value of the loop guard's header: whoever the request passed through, and us. */
  via(instanceId: string): string {
    const before = headerOf(this.#options.rawHeaders, VIA_HEADER);
    return before === undefined ? instanceId : `${before}, ${instanceId}`;
  }

  /** An attempt gets the body. @returns To be called when no socket reads its memory any more. */
  lend(): () => void {
    this.#attempts += 1;
    let isOver = false;
    return () => {
      if (!isOver) this.#attemptsThatSentAll += 1;
      isOver = true;
    };
  }

  /** No further attempt will be made: the body may be forgotten. */
  release(): void {
    this.#options.held.release(this.#body.length);
    this.#body = NOTHING;
  }

  /**
   * As `release`, and its memory is freed at once, if all who got it have let go of it. Left to the garbage collector, the bodies of
   * some dozen requests make it look through everything (decision 0194).
   */
  free(): void {
    const body = this.#body;
    this.release();
    if (this.#attempts > 0 && this.#attempts === this.#attemptsThatSentAll) freeMemory(body);
  }
}
