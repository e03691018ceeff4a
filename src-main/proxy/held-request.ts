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

  /** The received bytes; none once they were released. */
  get body(): Buffer {
    return this.#body;
  }

  /** The request as one attempt sees it. */
  as(sentModel: string): ClientRequest {
    return new RequestOfAttempt(this, this.#options, { headers: this.#headers, sentModel });
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

/**
 * Looks at the held request and keeps nothing of the body. A class, since a getter in an object literal is a new shape each time: shapes
 * are old from the beginning, and would keep every request until the garbage collector looks at everything.
 */
class RequestOfAttempt implements ClientRequest {
  readonly #held: HeldRequest;
  readonly #facts: BodyFacts;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly requestedModel: string;
  readonly sentModel: string;
  readonly isStream: boolean;
  readonly headers: readonly string[];

  constructor(
    held: HeldRequest,
    { method, path, query, facts }: Pick<HeldRequestOptions, 'method' | 'path' | 'query' | 'facts'>,
    { headers, sentModel }: Pick<ClientRequest, 'headers' | 'sentModel'>,
  ) {
    this.#held = held;
    this.#facts = facts;
    this.method = method;
    this.path = path;
    this.query = query;
    this.requestedModel = facts.model;
    this.sentModel = sentModel;
    this.isStream = facts.isStream;
    this.headers = headers;
  }

  get body(): Buffer {
    return this.#held.body;
  }

  bodyWithModel(model: string): readonly Buffer[] {
    return spliceModel(this.#held.body, this.#facts, model);
  }
}
