import { describe, expect, it } from 'vitest';
import { flattenSettings, parseSettingPairs, parseSettingValue } from '../../../../src-main/cli/setting-value.ts';
import { DEFAULT_SETTINGS } from '../../../../src-shared/schemas/settings.ts';

describe('parseSettingValue', () => {
  it.each([
    ['proxy.port', '9100', 9_100],
    ['claude.applyOnStart', 'false', false],
    ['proxy.extraCaFile', 'null', null],
    ['ui.theme', 'dark', 'dark'],
    ['ui.theme', '"dark"', 'dark'],
    ['proxy.allowedHosts', '["box.lan"]', ['box.lan']],
    ['proxy.outboundProxy', 'http://proxy:3128', 'http://proxy:3128'],
    ['proxy.firstByteTimeoutMs', '120s', 120_000],
    ['proxy.restLimitMs', '1.5h', 5_400_000],
    ['proxy.connectTimeoutMs', '250ms', 250],
    ['proxy.host', '30s', '30s'],
  ])('reads %s %s', (path, text, value) => {
    expect(parseSettingValue(path, text)).toEqual(value);
  });
});

describe('parseSettingPairs', () => {
  it('reads several pairs in order', () => {
    expect(parseSettingPairs(['proxy.port', '1', 'log.level', 'debug'])).toEqual([
      { path: 'proxy.port', value: 1 },
      { path: 'log.level', value: 'debug' },
    ]);
  });

  it('refuses a path without a value, naming it', () => {
    expect(() => parseSettingPairs(['proxy.port', '1', 'log.level'])).toThrow('log.level has no value');
  });
});

describe('flattenSettings', () => {
  it('lists every setting by its dotted path', () => {
    const flat = new Map(flattenSettings(DEFAULT_SETTINGS));
    expect(flat.get('proxy.port')).toBe(9_000);
    expect(flat.get('log.level')).toBe('info');
    expect([...flat.keys()].every((path) => /^[a-z]+\.[a-zA-Z]+$/.test(path))).toBe(true);
  });
});
