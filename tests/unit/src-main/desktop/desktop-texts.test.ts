import { expect, it } from 'vitest';
import { desktopTexts } from '../../../../src-main/desktop/desktop-texts.ts';

it('speaks with the words of the dashboard and fills in values as they are', () => {
  const text = desktopTexts('en', 'en-GB');
  expect(text('desktop.endpoint', { name: '<work> & "play"' })).toBe('Endpoint: <work> & "play"');
});

it('falls back to English for a language that does not exist yet', () => {
  expect(desktopTexts('system', 'xx-YY')('desktop.quit')).toBe('Quit Code Proxy');
});
