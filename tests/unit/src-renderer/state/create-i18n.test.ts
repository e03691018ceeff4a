import { describe, expect, it } from 'vitest';
import { createI18n, showLanguage } from '../../../../src-renderer/state/create-i18n.ts';

describe('i18n', () => {
  it('is ready at once in English, with plurals and values', () => {
    const { t } = createI18n();
    expect(t('units.requests', { count: 1, value: '1' })).toBe('1 request');
    expect(t('units.requests', { count: 0, value: '0' })).toBe('0 requests');
    expect(t('endpoints.deleteTitle', { name: '<b>' })).toBe('Delete <b>?');
  });

  it('changes to a language that is loaded for it, with its own plurals, and tells the document', async () => {
    const i18n = createI18n();
    await showLanguage(i18n, 'ru');
    const said = [1, 3, 11, 21, 1.5].map((count) => i18n.t('units.requests', { count, value: String(count) }));
    expect(said).toEqual(['1 запрос', '3 запроса', '11 запросов', '21 запрос', '1.5 запроса']);
    expect(document.documentElement.lang).toBe('ru');
    await showLanguage(i18n, 'zh');
    expect(i18n.t('units.requests', { count: 1, value: '1' })).toBe('1 个请求');
    expect(document.documentElement.lang).toBe('zh-Hans');
    await showLanguage(i18n, 'en');
    expect(i18n.t('common.save')).toBe('Save');
    expect(document.documentElement.lang).toBe('en');
  });

  it('leaves everything as it is when another language was chosen while the strings were on their way', async () => {
    const i18n = createI18n();
    await showLanguage(i18n, 'ru', () => false);
    expect(i18n.language).toBe('en');
  });
});
