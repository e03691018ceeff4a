import { describe, expect, it } from 'vitest';
import { attributedReason } from '../../../../src-renderer/state/attributed-reason.ts';

const say = (clause: string) => `<${clause}>`;

describe('a reason with an endpoint before it', () => {
  it('keeps the name and says the rest', () => {
    expect(attributedReason('Relay answered 529 (busy)', ['Lab', 'Relay'], say)).toBe('Relay <answered 529 (busy)>');
  });

  it('takes the longest name that fits', () => {
    expect(attributedReason('Relay west answered 500', ['Relay', 'Relay west'], say)).toBe('Relay west <answered 500>');
  });

  it('says the whole where no endpoint of that name is left', () => {
    expect(attributedReason('Gone answered 500', ['Relay'], say)).toBe('<Gone answered 500>');
  });
});
