import { describe, expect, it } from 'vitest';
import { explainFault } from '../../../../src-main/mcp/test-connection-fault.ts';
import { cancelledFailure, configurationFailure, explainTestFailure, type FailedTest } from '../../../../src-main/mcp/test-failure.ts';
import { FolderMissing, TooLarge } from '../../../../src-main/mcp/test-faults.ts';
import { secretRedaction } from '../../../../src-main/mcp/test-redaction.ts';
import type { McpConfig } from '../../../../src-shared/schemas/mcp.ts';

const SECRET = 'hunter2-hunter2';
const redact = secretRedaction([SECRET]);
const program: McpConfig = { type: 'stdio', command: 'npx', args: [], env: {}, cwd: null };
const service: McpConfig = { type: 'http', url: 'https://mcp.example.com/mcp', headers: {} };
const url = new URL(service.url);

const explain = (test: Partial<FailedTest>) =>
  explainTestFailure({
    config: program,
    stage: 'initialize',
    error: null,
    interrupted: null,
    timeoutMs: 15_000,
    program: { end: null, noise: '' },
    observed: null,
    redact,
    ...test,
  });
const coded = (code: string, more: ErrorOptions = {}) => Object.assign(new Error(`failed: ${code}`, more), { code });
const numbered = (code: number, message: string) => Object.assign(new Error(message), { code });
const answered = (status: number, headers: Record<string, string> = {}) => ({ kind: 'answer', status, headers: new Headers(headers), url }) as const;
const ofService = (test: Partial<FailedTest>) => explain({ config: service, program: null, ...test });

describe('why a program failed its test', () => {
  it.each([
    [coded('ENOENT'), 'program-not-found'],
    [coded('EACCES'), 'program-not-executable'],
    [coded('ENOEXEC'), 'program-not-executable'],
    [new FolderMissing('/gone'), 'folder-missing'],
    [new TooLarge(), 'too-large'],
    [numbered(-32_601, 'MCP error -32601: unknown'), 'server-error'],
    [new SyntaxError('Unexpected token'), 'not-mcp'],
    [new Error('something else'), 'other'],
    ['not even an error', 'other'],
  ])('%s is %s', (error, code) => {
    expect(explain({ error }).code).toBe(code);
  });

  it('names the signal or the exit code of one that ended, before what the SDK makes of it', () => {
    const error = numbered(-32_000, 'Connection closed');
    expect(explain({ error, program: { end: { code: 3, signal: null }, noise: 'usage' } })).toMatchObject({
      code: 'program-ended',
      values: { code: '3', detail: 'usage' },
    });
    expect(explain({ error, program: { end: { code: null, signal: 'SIGSEGV' }, noise: '' } }).values.code).toBe('SIGSEGV');
  });

  it('takes a silent one that wrote something else for none of MCP, and a silent one for late', () => {
    const noise = `listening with ${SECRET}`;
    expect(explain({ interrupted: 'timed-out', program: { end: null, noise } })).toMatchObject({
      code: 'not-mcp',
      values: { detail: 'listening with [redacted]' },
    });
    expect(explain({ interrupted: 'timed-out' })).toMatchObject({ code: 'timed-out', values: { seconds: '15' } });
    expect(explain({ interrupted: 'timed-out', stage: 'list', program: { end: null, noise } }).code).toBe('timed-out');
    expect(explain({ interrupted: 'cancelled' })).toEqual(cancelledFailure());
  });
});

describe('why a service failed its test', () => {
  it.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'http-status'],
    [503, 'http-status'],
  ])('status %i is %s', (status, code) => {
    const error = numbered(status, `Streamable HTTP error: Error POSTing to endpoint: no ${SECRET} here`);
    expect(ofService({ error, observed: answered(status) })).toMatchObject({
      code,
      values: { host: 'mcp.example.com', detail: 'no [redacted] here' },
    });
  });

  it('says where it would send a client, without what follows the path', () => {
    const observed = answered(302, { location: '/login?next=secret' });
    expect(ofService({ error: new Error('x'), observed }).values.target).toBe('https://mcp.example.com/login');
  });

  it('knows a page by its type', () => {
    const observed = answered(200, { 'content-type': 'text/html' });
    expect(ofService({ error: numbered(-1, 'Unexpected content type: text/html'), observed })).toMatchObject({
      code: 'not-mcp',
      values: { detail: 'text/html' },
    });
  });

  it.each([
    ['ENOTFOUND', 'dns'],
    ['EAI_AGAIN', 'dns'],
    ['ECONNREFUSED', 'refused'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
    ['ECONNRESET', 'unreachable'],
  ])('%s is %s, also as the cause or a part of another error', (code, expected) => {
    const wrapped = new TypeError('fetch failed', { cause: coded(code) });
    const several = new TypeError('fetch failed', { cause: new AggregateError([coded(code), coded(code)]) });
    for (const cause of [coded(code), wrapped, several]) expect(explainFault(cause, 'h', redact).code).toBe(expected);
    expect(ofService({ observed: { kind: 'fault', cause: wrapped, url } }).code).toBe(expected);
  });

  it('shows no secret of a fault without a code', () => {
    expect(explainFault(new Error(`no way to ${SECRET}`), 'h', redact).values).toEqual({ host: 'h', detail: 'no way to [redacted]' });
  });
});

it('says of an entry that cannot be used why', () => {
  expect(configurationFailure('there is no "command"')).toMatchObject({ code: 'config-invalid', values: { detail: 'there is no "command"' } });
});
