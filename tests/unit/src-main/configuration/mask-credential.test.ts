import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskCredential } from '../../../../src-main/configuration/mask-credential.ts';

describe('maskCredential', () => {
  it.each([
    ['sk-ant-api03-AAAAAAAAAAAAAAAAAAAAw3Qf', 'sk-ant-api03-…w3Qf'],
    ['sk-AAAAAAAAAAAAAAAAAAAAw3Qf', 'sk-…w3Qf'],
    ['0123456789abcdefghijklmn', '…klmn'],
    ['sk-ant-api03-short', '••••••••'],
    ['password', '••••••••'],
    ['', '••••••••'],
  ])('shows %j as %j', (plain, shown) => {
    expect(maskCredential(plain)).toBe(shown);
  });

  it('never shows more than a known beginning and four characters', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 80 }), (plain) => {
        const mask = maskCredential(`sk-${plain}`);
        expect(mask === '••••••••' || (mask.length <= 3 + 10 + 1 + 4 && plain.length >= 20)).toBe(true);
      }),
    );
  });
});
