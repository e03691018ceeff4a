import { describe, expect, it } from 'vitest';
import { BrowserSessions } from '../../../../src-main/admin/browser-sessions.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const WEEK = 7 * 86_400_000;

function setUp() {
  const clock = new FakeClock();
  return { clock, sessions: new BrowserSessions(clock) };
}

describe('BrowserSessions', () => {
  it('needs both secrets of the same session', () => {
    const { sessions } = setUp();
    const [mine, other] = [sessions.open(), sessions.open()];
    expect(sessions.isOpen(mine.cookie, mine.secret)).toBe(true);
    expect(sessions.isOpen(mine.cookie, undefined)).toBe(false);
    expect(sessions.isOpen(undefined, mine.secret)).toBe(false);
    expect(sessions.isOpen(mine.cookie, other.secret)).toBe(false);
    expect(sessions.isOpen(mine.cookie, mine.cookie)).toBe(false);
    expect(sessions.isOpen('', '')).toBe(false);
    expect(sessions.isOpen(mine.cookie, mine.secret)).toBe(true);
  });

  it('closes a session with both its secrets only, and ends its answers but nobody else’s', () => {
    const { sessions } = setUp();
    const [mine, other] = [sessions.open(), sessions.open()];
    const ended: string[] = [];
    const answer = (name: string) => ({ once: () => undefined, destroy: () => ended.push(name) });
    sessions.follow(mine.cookie, answer('mine'));
    sessions.follow(other.cookie, answer('other'));
    sessions.follow('unknown', answer('nobody'));
    expect(sessions.close(mine.cookie, other.secret)).toBe(false);
    expect(sessions.close(mine.cookie, mine.secret)).toBe(true);
    expect(ended).toEqual(['mine']);
    expect([sessions.isOpen(mine.cookie, mine.secret), sessions.isOpen(other.cookie, other.secret)]).toEqual([false, true]);
  });

  it('forgets answers that have ended by themselves', () => {
    const { sessions } = setUp();
    const { cookie, secret } = sessions.open();
    const ended: string[] = [];
    let close = (): void => undefined;
    sessions.follow(cookie, { once: (_event, listener) => (close = listener), destroy: () => ended.push('twice') });
    close();
    sessions.close(cookie, secret);
    expect(ended).toEqual([]);
  });

  it('ends a session that was idle for a week, and only then', () => {
    const { sessions, clock } = setUp();
    const { cookie, secret } = sessions.open();
    for (let week = 0; week < 3; week++) {
      clock.advance(WEEK);
      expect(sessions.isOpen(cookie, secret)).toBe(true);
    }
    clock.advance(WEEK + 1);
    expect(sessions.isOpen(cookie, secret)).toBe(false);
    expect(sessions.isOpen(cookie, secret)).toBe(false);
  });

  it('does not let wrong secrets keep a session alive', () => {
    const { sessions, clock } = setUp();
    const { cookie, secret } = sessions.open();
    clock.advance(WEEK);
    sessions.isOpen(cookie, 'wrong');
    clock.advance(1);
    expect(sessions.isOpen(cookie, secret)).toBe(false);
  });

  it('ends the session idle longest when there are more than fifty', () => {
    const { sessions } = setUp();
    const opened = Array.from({ length: 50 }, () => sessions.open());
    const [first, second] = opened;
    expect(sessions.isOpen(first?.cookie, first?.secret)).toBe(true);
    sessions.open();
    expect(sessions.isOpen(first?.cookie, first?.secret)).toBe(true);
    expect(sessions.isOpen(second?.cookie, second?.secret)).toBe(false);
  });
});
