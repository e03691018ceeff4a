import { describe, expect, it } from 'vitest';
import { sessionIdOf } from '../../../../src-main/proxy/session-id.ts';

const whole = (text: string) => sessionIdOf(undefined, Buffer.from(text), { start: 0, end: text.length });

describe('sessionIdOf', () => {
  it('prefers the header', () => {
    expect(sessionIdOf(' s-1 ', Buffer.from('{"user_id":"x_session_2"}'), { start: 0, end: 25 })).toBe('s-1');
  });

  it('reads the JSON that today’s client puts into metadata.user_id', () => {
    expect(whole(JSON.stringify({ user_id: JSON.stringify({ device_id: 'd', account_uuid: '', session_id: 'abc-1' }) }))).toBe('abc-1');
  });

  it('reads the suffix that older clients used', () => {
    expect(whole('{"user_id":"user_12ab_account__session_0f-9"}')).toBe('0f-9');
  });

  it.each(['{"user_id":5}', '{"user_id":"nobody"}', '[]', '{"user_id":"{}"}', 'broken'])('finds none in %s', (text) => {
    expect(whole(text)).toBeNull();
  });

  it('does not look into metadata that is unreasonably large', () => {
    expect(whole(JSON.stringify({ user_id: `${'x'.repeat(5_000)}_session_1` }))).toBeNull();
  });

  it('finds none without metadata', () => {
    expect(sessionIdOf('', Buffer.from('{}'), null)).toBeNull();
  });
});
