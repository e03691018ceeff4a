import { expect, it } from 'vitest';
import type { Observation } from '../../../../src-main/failover/contract.ts';
import { Secret } from '../../../../src-main/platform/secret.ts';
import { hideCredential } from '../../../../src-main/proxy/hide-credential.ts';

const credential = new Secret('sk-ant-planted');

function refusal(text: string, errorType: string | null = 'authentication_error'): Observation {
  return { kind: 'status', status: 401, errorType, text, isAnthropicError: errorType !== null, namedWaitMs: null };
}

it('takes every occurrence of the credential out of an error answer', () => {
  const hidden = hideCredential(refusal('bad key sk-ant-planted; sent: Bearer sk-ant-planted', 'invalid sk-ant-planted'), credential);
  expect(JSON.stringify(hidden)).not.toContain('sk-ant-planted');
  expect(hidden).toMatchObject({ text: 'bad key [secret]; sent: Bearer [secret]', errorType: 'invalid [secret]', status: 401 });
});

it('takes it out of an error event', () => {
  const event: Observation = { kind: 'error-event', errorType: 'api_error', text: 'key sk-ant-planted is over its quota' };
  expect(hideCredential(event, credential)).toMatchObject({ text: 'key [secret] is over its quota' });
});

it('takes it out however it is written: in a URL, and inside of JSON', () => {
  const odd = new Secret('sk-a/b+c=="d"');
  const url = encodeURIComponent(odd.reveal());
  const text = `asked at https://x/?key=${url} and ${url.toLowerCase()}, body {"key":${JSON.stringify(odd.reveal())}}`;
  expect(hideCredential(refusal(text), odd)).toMatchObject({ text: 'asked at https://x/?key=[secret] and [secret], body {"key":"[secret]"}' });
});

it('leaves everything else as it is', () => {
  const other = refusal('no such model');
  expect(hideCredential(other, credential)).toEqual(other);
  expect(hideCredential(other, null)).toEqual(other);
  const short = refusal('a key of one letter');
  expect(hideCredential(short, new Secret('a'))).toEqual(short);
});
