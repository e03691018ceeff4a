/** Tries one endpoint with one tiny real request, and says in words what is wrong and what to do about it. */
import { resolveModel } from '../../src-shared/model-map.ts';
import type { ConnectionTest, ModelMap } from '../../src-shared/schemas/endpoint.ts';
import { MS_PER_SECOND } from '../../src-shared/units.ts';
import type { Observation } from '../failover/contract.ts';
import type { Clock } from '../platform/clock.ts';
import type { ClientRequest, ProtocolAdapter } from '../protocols/contract.ts';
import { decodeWhole } from './answer-decoder.ts';
import { type CredentialStyle, credentialHeader, credentialStyle } from './credential.ts';
import { headerOf } from './headers.ts';
import { textWithoutCredential } from './hide-credential.ts';
import { observeFault } from './network-fault.ts';
import type { ProxyEndpoint } from './ports.ts';
import { type Upstream, upstreamAddress } from './upstream-port.ts';

/** Asked for when the caller names no model: the cheapest family, through the endpoint's own map. */
const DEFAULT_MODEL = 'claude-haiku-4-5';

/** A model that has to be loaded first may take this long for its first token. */
const TIMEOUT_MS = 30 * MS_PER_SECOND;

const MAX_ANSWER_BYTES = 256 * 1_024;
const MAX_QUOTE_LENGTH = 300;

export interface TestConnectionInput {
  readonly endpoint: ProxyEndpoint;
  /** Requested model, mapped as a client's would be; null: the default. */
  readonly model: string | null;
  readonly upstream: Upstream;
  readonly clock: Clock;
  readonly defaultModels: ModelMap;
  readonly protocols: (protocol: ProxyEndpoint['protocol']) => ProtocolAdapter;
}

interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: Buffer;
}
type Result = Answer | { readonly kind: 'fault'; readonly observation: Observation };
interface Finding {
  readonly isOk: boolean;
  readonly message: string;
  readonly remedy: string | null;
}

/** Never rejects: whatever is wrong is the result. Costs a few tokens; after a 401 it asks once more in the other authentication style. */
export async function testConnection(input: TestConnectionInput): Promise<ConnectionTest> {
  const { endpoint, clock, defaultModels } = input;
  const startedMs = clock.monotonicMs();
  const requestedModel = input.model ?? DEFAULT_MODEL;
  const model = resolveModel(requestedModel, endpoint.modelMap, defaultModels);
  // Claude Code sends a bearer token after "claude apply", so that is what `client` and `auto` will mean in use.
  const style = credentialStyle(endpoint, 'bearer');
  const first = await send(input, model, style);
  const finish = (result: Result, finding: Finding, proposal: ConnectionTest['proposal']): ConnectionTest => ({
    ...finding,
    status: result.kind === 'answer' ? result.status : null,
    durationMs: Math.round(clock.monotonicMs() - startedMs),
    model,
    proposal,
  });
  if (first.kind === 'answer' && first.status === 401 && endpoint.credential !== null) {
    const other: CredentialStyle = style === 'bearer' ? 'x-api-key' : 'bearer';
    const second = await send(input, model, other);
    if (second.kind === 'answer' && second.status !== 401 && second.status !== 403) {
      const message = `The key is refused as ${nameOf(style)} and accepted as ${nameOf(other)}.`;
      return finish(first, { isOk: false, message, remedy: `Set the authentication style to ${nameOf(other)}.` }, { authStyle: other });
    }
  }
  return finish(first, judge(first, input, model), null);
}

function nameOf(style: CredentialStyle): string {
  return style === 'bearer' ? 'a bearer token (Authorization)' : 'x-api-key';
}

function judge(result: Result, { endpoint, protocols }: TestConnectionInput, model: string): Finding {
  if (result.kind === 'fault') return judgeFault(result.observation, endpoint);
  const { status, headers } = result;
  const body = decodeWhole(result.body, headerOf(headers, 'content-encoding'), MAX_ANSWER_BYTES);
  const hidden = (text: string) => textWithoutCredential(text, endpoint.credential);
  const quote = quoteOf(hidden(protocols(endpoint.protocol).mapError(status, body)?.message ?? ''));
  if (status >= 200 && status < 300) return judgeSuccess(headers, body, model);
  if (status >= 300 && status < 400) {
    const target = headerOf(headers, 'location');
    return bad(
      `The endpoint redirects${target === undefined ? '' : ` to ${hidden(target).slice(0, 200)}`}; redirects are not followed.`,
      'Enter the address that it redirects to as the base URL.',
    );
  }
  switch (status) {
    case 400:
    case 422:
      return bad(
        `The endpoint is reached and the key accepted, but it refuses the request for model ${model}${quote}.`,
        'Check the model map; the model may need another name there.',
      );
    case 401:
      return bad(
        endpoint.credential === null ? `The endpoint wants a key and none is stored${quote}.` : `The endpoint does not accept the key${quote}.`,
        'Enter a valid key for this endpoint.',
      );
    case 402:
      return bad(`The endpoint asks for payment${quote}.`, 'Check the balance of the account that the key belongs to.');
    case 403:
      return bad(`The key has no permission for this${quote}.`, 'Check what the key may do, and whether the service is available in your region.');
    case 404:
      return quote === ''
        ? bad(
            'The base URL leads to something that does not serve the Messages API (404).',
            'Check the base URL; it must be what comes before /v1/messages.',
          )
        : bad(`The endpoint does not know model ${model}${quote}.`, 'Map the model to a name that the endpoint knows.');
    case 405:
      return bad(
        'The base URL leads to something that does not serve the Messages API (405).',
        'Check the base URL; it must be what comes before /v1/messages.',
      );
    case 429:
      return bad(
        `The endpoint is reached and the key accepted, but its rate limit is used up${quote}.`,
        'Wait, or use another key; requests go to the next endpoint meanwhile.',
      );
    case 529:
      return bad(`The endpoint is overloaded at the moment${quote}.`, 'Try again in a minute.');
    default:
      return bad(`The endpoint answers with an error of its own (${status})${quote}.`, 'Try again later, or ask whoever runs it.');
  }
}

function judgeSuccess(headers: readonly string[], body: Buffer, model: string): Finding {
  const text = body.toString('utf8').trimStart();
  if (text === '') return bad('The endpoint answers 200 with nothing in it.', 'Check the base URL.');
  const isPage = headerOf(headers, 'content-type')?.toLowerCase().startsWith('text/html') === true || text.startsWith('<');
  if (isPage) return bad('A web page answers instead of the Messages API.', 'Check the base URL; a login page of your network does this too.');
  if (!text.startsWith('{') || !text.includes('"content"')) {
    return bad('The endpoint answers 200, but not in the format of the Messages API.', 'Check the base URL and the protocol.');
  }
  return { isOk: true, message: `Works: model ${model} answered.`, remedy: null };
}

function judgeFault(observation: Observation, endpoint: ProxyEndpoint): Finding {
  const host = URL.parse(endpoint.baseUrl)?.host ?? endpoint.baseUrl;
  switch (observation.kind) {
    case 'timeout':
      return observation.phase === 'connect'
        ? bad(`No connection to ${host} in time.`, 'Check the address, your network, and the outbound proxy setting.')
        : bad(
            `${host} took the request and did not answer within ${TIMEOUT_MS / MS_PER_SECOND} s.`,
            'A local model may still be loading; try again.',
          );
    case 'unreachable':
      return judgeUnreachable(observation.cause, observation.detail, host);
    default:
      return bad(`${host} answered with something that is not readable HTTP.`, 'Check the port, and whether it is http or https.');
  }
}

function judgeUnreachable(cause: 'refused' | 'dns' | 'tls' | 'reset' | 'other', detail: string, host: string): Finding {
  switch (cause) {
    case 'dns':
      return bad(`The name ${host} cannot be resolved.`, 'Check the spelling of the host and your network.');
    case 'refused':
      return bad(`Nothing accepts connections at ${host}.`, 'Check host and port, and whether the service is running.');
    case 'tls':
      return bad(`No secure connection to ${host}: ${detail}.`, 'Check https and the port; behind a company proxy, set the extra CA file.');
    case 'reset':
      return bad(`${host} closed the connection without an answer.`, 'Check the port, and whether it is http or https.');
    case 'other':
      return bad(`The connection to ${host} failed: ${detail}.`, 'Check your network and the outbound proxy setting.');
  }
}

function bad(message: string, remedy: string): Finding {
  return { isOk: false, message, remedy };
}

function quoteOf(message: string): string {
  return message === '' ? '' : `: ${message.slice(0, MAX_QUOTE_LENGTH)}`;
}

/** One request, answered, failed or timed out. */
function send(input: TestConnectionInput, model: string, style: CredentialStyle): Promise<Result> {
  const { endpoint, upstream, clock, protocols } = input;
  const encoded = protocols(endpoint.protocol).encodeRequest(tinyRequest(model));
  if (encoded === null) return Promise.resolve({ kind: 'fault', observation: { kind: 'bad-answer', what: 'unreadable' } });
  const { promise, resolve } = Promise.withResolvers<Result>();
  const startedMs = clock.monotonicMs();
  const chunks: Buffer[] = [];
  let bytes = 0;
  let head: { status: number; headers: readonly string[] } | null = null;
  const finish = (result: Result) => {
    cancel();
    call.abort();
    resolve(result);
  };
  const answered = () => {
    if (head !== null) finish({ kind: 'answer', ...head, body: Buffer.concat(chunks) });
  };
  const cancel = clock.setTimer(TIMEOUT_MS, () =>
    finish({ kind: 'fault', observation: { kind: 'timeout', phase: 'first-byte', waitedMs: TIMEOUT_MS } }),
  );
  const headers = [
    ...encoded.headers,
    ...credentialHeader(style, endpoint.credential),
    'accept-encoding',
    'identity',
    'content-length',
    String(encoded.body.reduce((sum, piece) => sum + piece.length, 0)),
  ];
  const call = upstream.send(
    { ...upstreamAddress(endpoint.baseUrl, encoded.target), method: encoded.method, headers, body: encoded.body },
    {
      onHead(status, rawHeaders) {
        head = { status, headers: rawHeaders };
      },
      onData(chunk) {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > MAX_ANSWER_BYTES) answered();
      },
      onEnd: answered,
      onError: (error) => finish({ kind: 'fault', observation: observeFault(error, clock.monotonicMs() - startedMs) }),
    },
  );
  return promise;
}

/** One token of output is the least that can be asked for. */
function tinyRequest(model: string): ClientRequest {
  const body = Buffer.from(JSON.stringify({ model, max_tokens: 1, messages: [{ role: 'user', content: 'Hi' }] }));
  return {
    method: 'POST',
    path: '/v1/messages',
    query: '',
    body,
    bodyWithModel: () => [body],
    requestedModel: model,
    sentModel: model,
    isStream: false,
    headers: ['content-type', 'application/json', 'accept', 'application/json', 'anthropic-version', '2023-06-01', 'user-agent', 'code-proxy'],
  };
}
