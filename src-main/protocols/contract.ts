/**
 * What a wire dialect must be able to say. Clients always speak the Anthropic Messages API; a protocol turns their requests
 * into its own and its answers back. Dialects that are the client's own pass bytes: their decoders are null.
 */
import type { SseEvent } from '../sse/sse-parser.ts';

/** A client's request for one attempt. */
export interface ClientRequest {
  readonly method: string;
  /** `/v1/messages`, .. as the client asked, without the query. */
  readonly path: string;
  /** `?beta=true` or empty. */
  readonly query: string;
  /** The received bytes. Every attempt starts from these, never from what an earlier attempt made of them. */
  readonly body: Buffer;
  /** The body, in pieces, with another model name in it and every other byte the same. */
  readonly bodyWithModel: (model: string) => readonly Buffer[];
  readonly requestedModel: string;
  readonly sentModel: string;
  readonly isStream: boolean;
  /** Raw list; hop-by-hop headers and credentials are gone. */
  readonly headers: readonly string[];
}

export interface EncodedRequest {
  readonly method: string;
  /** Below the endpoint's base URL, with the query. */
  readonly target: string;
  /** Raw list without credential, accept-encoding and content-length. */
  readonly headers: readonly string[];
  /** In pieces that follow each other. */
  readonly body: readonly Buffer[];
}

/** An event on its way to the client; `data` is the JSON text of an Anthropic event. */
export interface ClientEvent {
  readonly name: string;
  readonly data: string;
}

/** Translates one streamed answer, event by event. Holds the state of one attempt; never reused. */
export interface StreamDecoder {
  /** Throws only for a fault of the endpoint (unreadable event): the attempt ends there. */
  onEvent(event: SseEvent): readonly ClientEvent[];
  /** The endpoint's stream ended cleanly. What is missing to a whole message must stay missing: never a made-up `message_stop`. */
  onEnd(): readonly ClientEvent[];
}

/** An error of the endpoint in Anthropic's words. */
export interface MappedError {
  readonly type: string;
  readonly message: string;
}

export interface ProtocolAdapter {
  /** Null: the request cannot be said in this dialect (for example count_tokens); the endpoint is then passed over. */
  encodeRequest(request: ClientRequest): EncodedRequest | null;
  /** Null: a streamed answer is in the client's dialect already and passes byte for byte. */
  readonly openStream: ((request: ClientRequest) => StreamDecoder) | null;
  /** Null: a whole JSON answer passes byte for byte. Else the body for the client; throws when the answer is unreadable. */
  readonly decodeAnswer: ((body: Buffer, request: ClientRequest) => Buffer) | null;
  /** What an error answer says; null when its body is none of this dialect. */
  mapError(status: number, body: Buffer): MappedError | null;
}
