/** The request as one endpoint is to get it: its dialect, its credential, its model name. */
import type { ClientRequest, ProtocolAdapter } from '../protocols/contract.ts';
import { type CredentialStyle, credentialHeader, credentialStyle } from './credential.ts';
import { VIA_HEADER } from './headers.ts';
import type { ProxyEndpoint } from './ports.ts';
import { type UpstreamRequest, upstreamAddress } from './upstream-port.ts';

export interface AttemptRequestInput {
  readonly endpoint: ProxyEndpoint;
  readonly adapter: ProtocolAdapter;
  readonly clientRequest: ClientRequest;
  /** Style of the local token that the client used. */
  readonly clientStyle: CredentialStyle;
  /** As the client sent it; undefined when absent. */
  readonly acceptEncoding: string | undefined;
  /** Value of the loop guard's header. */
  readonly via: string;
  /** Called once the whole body has left for the endpoint (UpstreamRequest). */
  readonly onSent?: () => void;
}

/** Always made from the received bytes. Null: the endpoint's protocol cannot carry this request. */
export function attemptRequest(input: AttemptRequestInput): UpstreamRequest | null {
  const { endpoint, adapter, clientRequest, acceptEncoding } = input;
  const encoded = adapter.encodeRequest(clientRequest);
  if (encoded === null) return null;
  // Streams and translated answers are read on their way; the rest may come as the client likes it.
  const isPlain = clientRequest.isStream || adapter.decodeAnswer !== null || acceptEncoding === undefined;
  const headers = [
    ...encoded.headers,
    ...credentialHeader(credentialStyle(endpoint, input.clientStyle), endpoint.credential),
    'accept-encoding',
    isPlain ? 'identity' : acceptEncoding,
    'content-length',
    String(encoded.body.reduce((sum, piece) => sum + piece.length, 0)),
    VIA_HEADER,
    input.via,
  ];
  return { ...upstreamAddress(endpoint.baseUrl, encoded.target), method: encoded.method, headers, body: encoded.body, onSent: input.onSent };
}
