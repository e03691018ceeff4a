import { describe, expect, it } from 'vitest';
import { appSettingsSchema, DEFAULT_SETTINGS, outboundProxySchema, settingChangeSchema } from '../../../../src-shared/schemas/settings.ts';

describe('the defaults', () => {
  it('are what an empty file means', () => {
    expect(appSettingsSchema.parse({})).toEqual(DEFAULT_SETTINGS);
  });

  it('listen on loopback only, on the ports that the documents name', () => {
    expect(DEFAULT_SETTINGS.proxy).toMatchObject({ host: '127.0.0.1', port: 9_000, allowedHosts: [] });
    expect(DEFAULT_SETTINGS.admin.port).toBe(9_001);
  });

  it('keep every timeout on', () => {
    const { apiTimeoutMs, connectTimeoutMs, firstByteTimeoutMs, idleTimeoutMs } = DEFAULT_SETTINGS.proxy;
    for (const timeoutMs of [apiTimeoutMs, connectTimeoutMs, firstByteTimeoutMs, idleTimeoutMs]) expect(timeoutMs).toBeGreaterThan(0);
  });
});

it('fills in what a section leaves out', () => {
  expect(appSettingsSchema.parse({ proxy: { port: 9_100 } }).proxy).toEqual({ ...DEFAULT_SETTINGS.proxy, port: 9_100 });
});

it.each([
  [{ proxy: { port: 65_536 } }, 'proxy.port'],
  [{ proxy: { port: 90.5 } }, 'proxy.port'],
  [{ proxy: { idleTimeoutMs: 0 } }, 'proxy.idleTimeoutMs'],
  [{ proxy: { maxRetries: -1 } }, 'proxy.maxRetries'],
  [{ proxy: { outboundProxy: 'socks5://127.0.0.1' } }, 'proxy.outboundProxy'],
  [{ ui: { theme: 'pink' } }, 'ui.theme'],
  [{ records: { keepExchangesDays: 0 } }, 'records.keepExchangesDays'],
])('names the field at fault in %j', (settings, path) => {
  const issue = appSettingsSchema.safeParse(settings).error?.issues[0];
  expect(issue?.path.join('.')).toBe(path);
});

it.each(['system', 'env', 'none', 'http://proxy.example:3128', 'https://proxy.example'])('takes %s as outbound proxy', (value) => {
  expect(outboundProxySchema.parse(value)).toBe(value);
});

it('takes one change as a dotted path and any JSON value, and nothing that could reach beyond a setting', () => {
  expect(settingChangeSchema.parse({ path: 'proxy.port', value: 1 })).toEqual({ path: 'proxy.port', value: 1 });
  for (const path of ['proxy', '__proto__.x', 'proxy.port.deep', 'a b.c'])
    expect(settingChangeSchema.safeParse({ path, value: 1 }).success).toBe(false);
});
