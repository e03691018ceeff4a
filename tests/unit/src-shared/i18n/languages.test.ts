import { expect, it } from 'vitest';
import { pickLanguage } from '../../../../src-shared/i18n/languages.ts';

it('takes the language that was chosen, whatever the system speaks', () => {
  expect(pickLanguage('zh', ['ru-RU'])).toBe('zh');
});

it('takes the first language of the system that there is, else English', () => {
  expect(pickLanguage('system', ['fr-FR', 'ru-RU', 'en-GB'])).toBe('ru');
  expect(pickLanguage('system', ['zh-Hans-CN'])).toBe('zh');
  expect(pickLanguage('system', ['zh_CN'])).toBe('zh');
  expect(pickLanguage('system', ['fr-FR'])).toBe('en');
  expect(pickLanguage('system', [])).toBe('en');
});
