import { describe, expect, it } from 'vitest';
import { bearerTokenOf, createToken, isSameSecret, sha256 } from '../../../../src-main/admin/bearer-token.ts';

describe('bearer tokens', () => {
  it('are long, random and safe in a header', () => {
    const token = createToken();
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(createToken()).not.toBe(token);
    expect(bearerTokenOf(`Bearer ${token}`)).toBe(token);
  });

  it.each([undefined, '', 'Bearer', 'Bearer ', 'Basic abc', 'Bearer a b', 'abc'])('are not found in the header %s', (header) => {
    expect(bearerTokenOf(header)).toBeNull();
  });

  it('are the same only when every character is', () => {
    expect(isSameSecret('abc', 'abc')).toBe(true);
    for (const other of ['', 'ab', 'abd', 'abcd', 'ABC']) expect(isSameSecret(other, 'abc')).toBe(false);
  });

  it('are stored by their SHA-256', () => {
    expect(sha256('abc').toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
