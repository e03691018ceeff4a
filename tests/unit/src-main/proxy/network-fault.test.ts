import { describe, expect, it } from 'vitest';
import { describeCut, observeFault } from '../../../../src-main/proxy/network-fault.ts';

const fault = (code: string, cause?: Error) => Object.assign(new Error('secret text', { cause }), { code });

describe('observeFault', () => {
  it.each([
    ['ECONNREFUSED', { kind: 'unreachable', cause: 'refused' }],
    ['EHOSTUNREACH', { kind: 'unreachable', cause: 'refused' }],
    ['ENOTFOUND', { kind: 'unreachable', cause: 'dns' }],
    ['EAI_AGAIN', { kind: 'unreachable', cause: 'dns' }],
    ['UND_ERR_SOCKET', { kind: 'unreachable', cause: 'reset' }],
    ['ECONNRESET', { kind: 'unreachable', cause: 'reset' }],
    ['UND_ERR_CONNECT_TIMEOUT', { kind: 'timeout', phase: 'connect', waitedMs: 42 }],
    ['EPROTO', { kind: 'unreachable', cause: 'tls' }],
    ['ERR_SSL_WRONG_VERSION_NUMBER', { kind: 'unreachable', cause: 'tls' }],
    ['HPE_INVALID_CONSTANT', { kind: 'bad-answer', what: 'unreadable' }],
    ['SOMETHING_ELSE', { kind: 'unreachable', cause: 'other' }],
  ])('%s', (code, expected) => {
    expect(observeFault(fault(code), 42)).toMatchObject(expected);
  });

  it('knows what is no HTTP by the name of the error, which has no code', () => {
    const error = Object.assign(new Error('secret text'), { name: 'HTTPParserError' });
    expect(observeFault(error, 0)).toEqual({ kind: 'bad-answer', what: 'unreadable' });
  });

  it('says that the outbound proxy turned a tunnel down, and how', () => {
    const error = Object.assign(new Error('Proxy response (407) !== 200 when HTTP Tunneling'), { code: 'UND_ERR_ABORTED' });
    expect(observeFault(error, 0)).toEqual({ kind: 'unreachable', cause: 'other', detail: 'the outbound proxy answered 407 to the tunnel' });
  });

  it.each([
    ['CERT_HAS_EXPIRED', 'expired'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'another host name'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'not trusted'],
  ])('names the problem of a certificate: %s', (code, words) => {
    const observation = observeFault(fault(code), 0);
    expect(observation).toMatchObject({ kind: 'unreachable', cause: 'tls', detail: expect.stringContaining(words) });
  });

  it('looks through wrappers and several addresses', () => {
    expect(observeFault(fault('UND_ERR_SOCKET', fault('ECONNREFUSED')), 0)).toMatchObject({ cause: 'refused' });
    const several = new AggregateError([fault('ECONNREFUSED'), fault('ENETUNREACH')]);
    expect(observeFault(several, 0)).toMatchObject({ cause: 'refused' });
  });

  it('never repeats the message of an error, which may hold anything', () => {
    expect(JSON.stringify(observeFault(fault('X'), 0)) + describeCut(fault('ECONNRESET'))).not.toContain('secret');
  });
});
