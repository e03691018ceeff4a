import { expect, it } from 'vitest';
import { appSettingsSchema, DEFAULT_SETTINGS, settingChangeSchema } from '../../../../src-shared/schemas/settings.ts';

it('fills in every default from nothing, and from half a group', () => {
  expect(appSettingsSchema.parse({})).toEqual(DEFAULT_SETTINGS);
  expect(DEFAULT_SETTINGS.proxy).toMatchObject({ port: 9_000, host: '127.0.0.1', maxRetries: 5, restLimitMs: 1_800_000, firstByteTimeoutMs: 90_000 });
  expect(appSettingsSchema.parse({ proxy: { port: 0 } })).toEqual({ ...DEFAULT_SETTINGS, proxy: { ...DEFAULT_SETTINGS.proxy, port: 0 } });
});

it('parses its own defaults to themselves', () => {
  expect(appSettingsSchema.parse(DEFAULT_SETTINGS)).toEqual(DEFAULT_SETTINGS);
});

it.each([
  ['proxy', 'port', 65_536],
  ['proxy', 'port', 1.5],
  ['proxy', 'port', '9000'],
  ['proxy', 'maxRetries', -1],
  ['proxy', 'connectTimeoutMs', 0],
  ['proxy', 'idleTimeoutMs', 1_800_001],
  ['proxy', 'outboundProxy', 'socks5://127.0.0.1:1080'],
  ['proxy', 'outboundProxy', 'yes'],
  ['admin', 'port', -1],
  ['ui', 'theme', 'sepia'],
  ['records', 'keepExchangesDays', 0],
])('refuses %s.%s = %j', (group, key, value) => {
  const parsed = appSettingsSchema.safeParse({ [group]: { [key]: value } });
  expect(parsed.error?.issues[0]?.path).toEqual([group, key]);
});

it.each(['system', 'env', 'none', 'http://proxy.local:3128', 'https://user:secret@proxy.local'])(
  'takes %s as the outbound proxy',
  (outboundProxy) => {
    expect(appSettingsSchema.parse({ proxy: { outboundProxy } }).proxy.outboundProxy).toBe(outboundProxy);
  },
);

it('takes changes by dotted path only', () => {
  expect(settingChangeSchema.safeParse({ path: 'proxy.port', value: 1 }).success).toBe(true);
  for (const path of ['proxy', '__proto__.polluted', 'proxy.port.deep', 'proxy port', ''])
    expect(settingChangeSchema.safeParse({ path, value: 1 }).success).toBe(false);
});
