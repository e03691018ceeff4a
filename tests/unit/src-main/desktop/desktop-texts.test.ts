import { expect, it } from 'vitest';
import { desktopTexts } from '../../../../src-main/desktop/desktop-texts.ts';

it('speaks with the words of the dashboard and fills in values as they are', () => {
  const { say } = desktopTexts('en', ['en-GB']);
  expect(say('desktop.endpoint', { name: '<work> & "play"' })).toBe('Endpoint: <work> & "play"');
});

it('takes the language of the setting, else the first of the system that there is, else English', () => {
  expect(desktopTexts('ru', ['zh-CN']).say('desktop.quit')).toBe('Завершить Code Proxy');
  expect(desktopTexts('system', ['xx-YY', 'zh-CN', 'ru-RU']).say('desktop.quit')).toBe('退出 Code Proxy');
  expect(desktopTexts('system', ['xx-YY']).say('desktop.quit')).toBe('Quit Code Proxy');
});

it('says in the same language what the core says', () => {
  expect(desktopTexts('ru', []).core.reason('rested by hand')).toBe('пауза вручную');
});
