import { describe, expect, it } from 'vitest';
import { LoginCodes } from '../../../../src-main/admin/login-codes.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

function setUp() {
  const clock = new FakeClock();
  return { clock, codes: new LoginCodes(clock) };
}

const MINUTE = 60_000;

describe('LoginCodes', () => {
  it('accepts a code once', () => {
    const { codes } = setUp();
    const code = codes.create();
    expect(codes.redeem(code)).toBe('accepted');
    expect(codes.redeem(code)).toBe('wrong');
  });

  it('accepts a code for ten minutes, whatever happens to the wall clock', () => {
    const { codes, clock } = setUp();
    const [early, late] = [codes.create(), codes.create()];
    clock.stepWallClock(86_400_000);
    clock.advance(10 * MINUTE - 1);
    expect(codes.redeem(early)).toBe('accepted');
    clock.advance(1);
    expect(codes.redeem(late)).toBe('wrong');
  });

  it('never makes the same code twice, and long ones', () => {
    const { codes } = setUp();
    const made = new Set(Array.from({ length: 100 }, () => codes.create()));
    expect(made.size).toBe(100);
    for (const code of made) expect(code).toMatch(/^[\w-]{43}$/);
  });

  it('closes the door after ten wrong guesses for a minute, and keeps the right code', () => {
    const { codes, clock } = setUp();
    const code = codes.create();
    for (let n = 0; n < 10; n++) expect(codes.redeem(`guess ${n}`)).toBe('wrong');
    expect(codes.redeem('guess')).toBe('locked');
    expect(codes.redeem(code)).toBe('locked');
    clock.advance(MINUTE);
    expect(codes.redeem(code)).toBe('accepted');
  });

  it('forgets wrong guesses that were spread over time', () => {
    const { codes, clock } = setUp();
    for (let n = 0; n < 30; n++) {
      expect(codes.redeem('guess')).toBe('wrong');
      clock.advance(MINUTE / 5);
    }
  });

  it('ends the oldest of more than twenty open codes', () => {
    const { codes } = setUp();
    const [first, second, ...others] = Array.from({ length: 21 }, () => codes.create());
    expect(codes.redeem(first ?? '')).toBe('wrong');
    expect(codes.redeem(second ?? '')).toBe('accepted');
    expect(codes.redeem(others.at(-1) ?? '')).toBe('accepted');
  });
});
