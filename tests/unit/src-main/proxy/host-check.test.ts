import { describe, expect, it } from 'vitest';
import { isHostAllowed } from '../../../../src-main/proxy/host-check.ts';

describe('isHostAllowed', () => {
  it.each(['127.0.0.1', '127.0.0.1:9000', 'localhost:1', 'LOCALHOST', '[::1]:9000'])('accepts %s', (host) => {
    expect(isHostAllowed(host, '127.0.0.1', [])).toBe(true);
  });

  it.each([
    undefined,
    '',
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.',
    'a@127.0.0.1',
    '127.0.0.1:80:80',
    '127.0.0.1 x',
    '[::2]',
    '127.0.0.1/x',
  ])('refuses %s', (host) => {
    expect(isHostAllowed(host, '127.0.0.1', [])).toBe(false);
  });

  it('accepts the bind address and the names that the user allowed', () => {
    expect(isHostAllowed('192.168.1.5:9000', '192.168.1.5', [])).toBe(true);
    expect(isHostAllowed('[fe80::1]:9000', 'fe80::1', [])).toBe(true);
    expect(isHostAllowed('My-Machine.lan:9000', '0.0.0.0', ['my-machine.lan'])).toBe(true);
    expect(isHostAllowed('0.0.0.1', '0.0.0.0', [])).toBe(false);
  });
});
