import { afterEach, expect, it } from 'vitest';
import { rememberedLanguage, rememberLanguage } from '../../../../src-renderer/state/language.ts';

afterEach(() => localStorage.clear());

it('remembers the language that was wanted, and follows the system until one was', () => {
  expect(rememberedLanguage()).toBe('system');
  rememberLanguage('zh');
  expect(rememberedLanguage()).toBe('zh');
});

it('takes nothing from the browser that is no language', () => {
  localStorage.setItem('code-proxy-language', 'tlh');
  expect(rememberedLanguage()).toBe('system');
});
