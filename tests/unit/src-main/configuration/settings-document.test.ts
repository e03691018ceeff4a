import { describe, expect, it } from 'vitest';
import { changedDocument, checkSettings, SETTING_PATHS, settingAt } from '../../../../src-main/configuration/settings-document.ts';
import { DEFAULT_SETTINGS, settingChangeSchema } from '../../../../src-shared/schemas/settings.ts';

describe('the settings document', () => {
  it('can change every setting that exists, by a path that the router lets through', () => {
    for (const path of SETTING_PATHS) {
      expect(settingChangeSchema.shape.path.safeParse(path).success).toBe(true);
      const value = settingAt(DEFAULT_SETTINGS, path);
      expect(checkSettings(changedDocument({}, [{ path, value: JSON.parse(JSON.stringify(value)) }]))).toEqual(DEFAULT_SETTINGS);
    }
    expect(SETTING_PATHS).toContain('proxy.port');
  });

  it('leaves the document it was given alone, and lets the last of two changes win', () => {
    const before = { proxy: { port: 1, unknown: 'kept' } };
    const after = changedDocument(before, [
      { path: 'proxy.port', value: 2 },
      { path: 'proxy.port', value: 3 },
    ]);
    expect([before, after]).toEqual([{ proxy: { port: 1, unknown: 'kept' } }, { proxy: { port: 3, unknown: 'kept' } }]);
  });

  it('names a faulty value within a list and cuts a long one short', () => {
    expect(() => checkSettings({ proxy: { allowedHosts: ['ok', 5] } })).toThrow(expect.objectContaining({ field: 'proxy.allowedHosts.1' }));
    expect(() => checkSettings({ proxy: { host: 'x'.repeat(300) } })).toThrow(/got "x{59}…/);
  });
});
