import { describe, expect, it } from 'vitest';
import { isOwnAddress, machineNames } from '../../../../src-main/configuration/own-address.ts';

const machine = { addresses: ['127.0.0.1', '192.168.1.5', 'fe80::1%eth0'], hostname: 'Box' };

describe('isOwnAddress', () => {
  it.each([
    ['http://127.0.0.1:9000', '127.0.0.1', true],
    ['http://localhost:9000/anthropic', '127.0.0.1', true],
    ['http://LOCALHOST.:9000', '127.0.0.1', true],
    ['http://foo.localhost:9000', '127.0.0.1', true],
    ['http://[::1]:9000', '127.0.0.1', true],
    ['http://[::ffff:127.0.0.1]:9000', '127.0.0.1', true],
    ['http://0.0.0.0:9000', '127.0.0.1', true],
    ['http://2130706433:9000', '127.0.0.1', true],
    ['http://127.0.0.1:9001', '127.0.0.1', false],
    ['http://127.0.0.9:9000', '127.0.0.1', false],
    ['http://127.0.0.9:9000', '127.0.0.9', true],
    ['http://localhost:9000', '127.0.0.9', true],
    ['http://127.0.0.9:9000', '0.0.0.0', true],
    ['http://192.168.1.5:9000', '127.0.0.1', false],
    ['http://192.168.1.5:9000', '0.0.0.0', true],
    ['http://192.168.1.5:9000', '192.168.1.5', true],
    ['http://localhost:9000', '192.168.1.5', false],
    ['http://box:9000', '::', true],
    ['http://box:9000', '127.0.0.1', false],
    ['http://[fe80::1]:9000', '::', true],
    ['http://192.168.1.6:9000', '0.0.0.0', false],
    ['https://api.example.com', '0.0.0.0', false],
    ['not a url', '0.0.0.0', false],
  ])('says of %s, while we listen on %s port 9000: %s', (url, host, expected) => {
    expect(isOwnAddress(url, [{ host, port: 9_000 }], machine)).toBe(expected);
  });

  it('knows the default ports of both schemes', () => {
    const own = [
      { host: '127.0.0.1', port: 80 },
      { host: '127.0.0.1', port: 443 },
    ];
    expect(['http://localhost', 'https://localhost', 'https://localhost:80'].map((url) => isOwnAddress(url, own, machine))).toEqual([
      true,
      true,
      true,
    ]);
    expect(isOwnAddress('http://localhost', own.slice(1), machine)).toBe(false);
  });
});

describe('machineNames', () => {
  it('holds the loopback address and a name', () => {
    const { addresses, hostname } = machineNames();
    expect(addresses).toContain('127.0.0.1');
    expect(hostname).not.toBe('');
  });
});
