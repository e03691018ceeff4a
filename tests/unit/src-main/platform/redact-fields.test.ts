import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactFields, redactText } from '../../../../src-main/platform/redact-fields.ts';
import { Secret } from '../../../../src-main/platform/secret.ts';

const KEY = 'sk-ant-api03-abcdefghijklmnop';

describe('redactFields', () => {
  it.each([
    ['authorization', 'plain'],
    ['x-api-key', 'plain'],
    ['apiKey', 'plain'],
    ['ANTHROPIC_API_KEY', 'plain'],
    ['Set-Cookie', ['a=b']],
    ['accessToken', 'plain'],
    ['ANTHROPIC_AUTH_TOKEN', 'plain'],
    ['sealedCredential', 'plain'],
    ['password', { nested: 'plain' }],
  ])('hides what is called %s', (name, value) => {
    expect(redactFields({ [name]: value, deep: { [name]: [value] } })).toEqual({ [name]: '[redacted]', deep: { [name]: '[redacted]' } });
  });

  it('keeps counts and flags that only sound like credentials', () => {
    const fields = { outputTokens: 5, token: null, hasCredential: true, status: 200 };
    expect(redactFields(fields)).toEqual(fields);
  });

  it('hides a credential by its shape wherever it stands', () => {
    const error = Object.assign(new Error(`refused with ${KEY}`, { cause: new Error(`Bearer ${KEY}`) }), { url: `http://user:${KEY}@host/` });
    const line = JSON.stringify(redactFields({ note: `key ${KEY}!`, list: [[KEY]], error, header: 'Basic dXNlcjpwYXNz' }));
    expect(line).not.toContain('abcdefghijklmnop');
    expect(line).not.toContain('dXNlcjpwYXNz');
    expect(line).toContain('refused with');
  });

  it('prints a Secret as such, and survives loops, throwing getters and odd values', () => {
    const loop: Record<string, unknown> = {};
    Object.assign(loop, { self: loop });
    const hostile = Object.defineProperty({}, 'x', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    });
    const copy = redactFields({
      box: new Secret('hidden'),
      loop,
      hostile,
      big: 10n,
      bytes: Buffer.from('abc'),
      when: new Date(0),
      fn: () => 1,
      map: new Map(),
    });
    expect(copy).toMatchObject({
      box: '[secret]',
      hostile: { x: '[unreadable]' },
      big: '10',
      bytes: '[3 bytes]',
      when: '1970-01-01T00:00:00.000Z',
      fn: '[function]',
      map: '[0 entries]',
    });
    expect(JSON.stringify(copy)).not.toContain('hidden');
  });

  it('makes a JSON value of anything without throwing', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything({ withBigInt: true, withDate: true, withMap: true, withTypedArray: true })), (fields) => {
        expect(() => JSON.stringify(redactFields(fields))).not.toThrow();
      }),
    );
  });
});

describe('redactText', () => {
  it.each([
    ['https://user:pass@host/x', 'https://[redacted]@host/x'],
    ['GET /login?code=abc123&x=1', 'GET /login?code=[redacted]&x=1'],
    ['authorization: Bearer abcdef.123', 'authorization: Bearer [redacted]'],
    ['token cp-0123456789abcdef0123456789abcdef was used', 'token [redacted] was used'],
    ['nothing to hide here', 'nothing to hide here'],
  ])('turns %s into %s', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it('cuts a text that is too long to read', () => {
    expect(redactText('x'.repeat(10_000)).length).toBeLessThan(4_100);
  });
});
