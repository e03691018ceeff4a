/**
 * Says in words why the test of an MCP server failed, from what its transport saw: the SDK's own errors do not tell a refused
 * connection from an unknown host. Pure.
 */
import type { McpConfig } from '../../src-shared/schemas/mcp.ts';
import type { McpTest, McpTestErrorCode } from '../../src-shared/schemas/mcp-test.ts';
import { MS_PER_SECOND } from '../../src-shared/units.ts';
import { errorCodeOf } from '../platform/error-code.ts';
import { explainFault } from './test-connection-fault.ts';
import { FolderMissing, TooLarge } from './test-faults.ts';
import type { Observed } from './test-fetch.ts';
import type { ProgramEnd } from './test-program.ts';
import { quoted, type Redact } from './test-redaction.ts';

export type McpTestError = NonNullable<McpTest['error']>;

export interface FailedTest {
  readonly config: McpConfig;
  readonly stage: McpTest['stage'];
  readonly error: unknown;
  readonly interrupted: 'timed-out' | 'cancelled' | null;
  readonly timeoutMs: number;
  /** Of a stdio server; `noise` is what it wrote to stdout beside messages. Null: another kind. */
  readonly program: { readonly end: ProgramEnd | null; readonly noise: string } | null;
  /** Of an HTTP server: what the last request came to. */
  readonly observed: Observed | null;
  readonly redact: Redact;
}

/** Before a transport was there. */
export function configurationFailure(detail: string): McpTestError {
  return failure('config-invalid', `The entry cannot be used: ${detail}`, { detail });
}

export function cancelledFailure(): McpTestError {
  return failure('cancelled', 'The test was given up.');
}

export function explainTestFailure(test: FailedTest): McpTestError {
  const { config, error, interrupted, program, redact } = test;
  const noise = quoted(program?.noise ?? '', redact);
  if (interrupted === 'cancelled') return cancelledFailure();
  if (interrupted === 'timed-out') return timedOut(test, noise);
  if (error instanceof TooLarge) return failure('too-large', 'The server sent more than is taken.');
  if (config.type === 'stdio') return explainProgram(test, config.command, noise);
  return explainHttp(test, URL.parse(config.url)?.host ?? config.url);
}

function timedOut({ stage, timeoutMs }: FailedTest, noise: string): McpTestError {
  if (noise !== '' && stage !== 'list') return notMcp(noise);
  const seconds = String(timeoutMs / MS_PER_SECOND);
  return failure('timed-out', `The server did not answer within ${seconds} s. A first start with npx or uvx may have to download it.`, {
    seconds,
    detail: noise,
  });
}

function notMcp(detail: string): McpTestError {
  return failure('not-mcp', `What answers does not speak MCP${detail === '' ? '' : `: ${detail}`}`, { detail });
}

function explainProgram({ error, program, redact }: FailedTest, command: string, noise: string): McpTestError {
  const code = errorCodeOf(error);
  if (error instanceof FolderMissing) {
    const missing = redact(error.message);
    return failure('folder-missing', `There is no folder ${missing} to start it in.`, { folder: missing });
  }
  if (code === 'ENOENT') {
    return failure('program-not-found', `The program "${redact(command)}" is not found, or the interpreter that its first line names.`, {
      program: redact(command),
    });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'ENOEXEC' || code === 'UNKNOWN') {
    return failure('program-not-executable', `"${redact(command)}" cannot be run (${code}).`, { program: redact(command), detail: code });
  }
  if (program?.end != null) {
    const { end } = program;
    const how = end.signal ?? String(end.code ?? '');
    return failure('program-ended', `The program ended (${how}) instead of answering${noise === '' ? '.' : `: ${noise}`}`, {
      code: how,
      detail: noise,
    });
  }
  return answeredWrongly(error, redact, noise);
}

function explainHttp({ error, observed, config, redact }: FailedTest, host: string): McpTestError {
  const shown = redact(host);
  if (observed?.kind === 'fault') return explainFault(observed.cause, shown, redact);
  if (observed?.kind === 'answer' && !isSuccess(observed.status)) {
    const { status, headers, url } = observed;
    const detail = quoted(detailOf(error), redact);
    if (status === 401) {
      const hasHeader = config.type !== 'stdio' && Object.keys(config.headers).some((name) => name.toLowerCase() === 'authorization');
      const why = hasHeader ? 'does not accept the Authorization header' : 'wants a log-in or an Authorization header';
      return failure('unauthorized', `${shown} ${why} (401).`, { host: shown, hasHeader: hasHeader ? 'yes' : 'no', detail });
    }
    if (status === 403) return failure('forbidden', `${shown} refuses the access (403).`, { host: shown, detail });
    if (status >= 300 && status < 400) {
      const location = URL.parse(headers.get('location') ?? '', url.href);
      const target = redact(location === null ? '' : `${location.origin}${location.pathname}`);
      return failure('redirected', `${shown} sends clients to ${target}, which they do not follow.`, { host: shown, target });
    }
    return failure('http-status', `${shown} answered with status ${status}.`, { host: shown, status: String(status), detail });
  }
  const type = observed?.kind === 'answer' ? (observed.headers.get('content-type') ?? '') : '';
  return answeredWrongly(error, redact, quoted(type, redact));
}

/** An error inside MCP, or something that is no MCP at all. */
function answeredWrongly(error: unknown, redact: Redact, seen: string): McpTestError {
  const code = numberOf(error);
  // What the SDK itself means by them: the connection closed, a request ran out of time.
  const isOwn = code === -32_000 || code === -32_001;
  if (code !== null && code < -1 && !isOwn) {
    const detail = quoted(messageOf(error).replace(/^MCP error -?\d+: /, ''), redact);
    return failure('server-error', `The server answered with an error: ${detail}`, { detail });
  }
  const message = messageOf(error);
  if (/protocol version is not supported/i.test(message)) return failure('other', quoted(message, redact), { detail: quoted(message, redact) });
  const isGibberish = error instanceof SyntaxError || (error instanceof Error && error.name === 'ZodError') || /content.?type/i.test(message);
  if (isGibberish || seen !== '') return notMcp(seen);
  const detail = quoted(message, redact);
  return failure('other', `The test failed: ${detail}`, { detail });
}

function failure(code: McpTestErrorCode, message: string, values: Readonly<Record<string, string>> = {}): McpTestError {
  return { code, message, values };
}

const isSuccess = (status: number) => status >= 200 && status < 300;

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What the server said, without the words that the SDK puts before it. */
function detailOf(error: unknown): string {
  const text = messageOf(error)
    .replace(/^(?:Streamable HTTP error|SSE error): /, '')
    .replace(/^Error POSTing to endpoint(?: \(HTTP \d+\))?: /, '');
  return /^Non-200 status code/.test(text) || text === 'null' ? '' : text;
}

function numberOf(error: unknown): number | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : null;
}
