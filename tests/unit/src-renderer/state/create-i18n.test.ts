import { describe, expect, it } from 'vitest';
import { createI18n, pickLanguage } from '../../../../src-renderer/state/create-i18n.ts';

describe('i18n', () => {
  it('is ready at once, with plurals and values', () => {
    const { t } = createI18n('en');
    expect(t('units.requests', { count: 1, value: '1' })).toBe('1 request');
    expect(t('units.requests', { count: 0, value: '0' })).toBe('0 requests');
    expect(t('endpoints.deleteTitle', { name: '<b>' })).toBe('Delete <b>?');
  });

  it('falls back to English for languages that are not filled in', () => {
    expect(pickLanguage('system', ['fr-FR', 'en-GB'])).toBe('en');
    expect(pickLanguage('zh', ['en'])).toBe('en');
    expect(pickLanguage('system', [])).toBe('en');
  });
});
