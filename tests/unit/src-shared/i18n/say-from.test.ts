import { expect, it } from 'vitest';
import { sayFrom } from '../../../../src-shared/i18n/say-from.ts';

const say = sayFrom({ file: { gone: '{{name}} is gone.' }, title: 'Files' });

it('says the text at a key with its values', () => {
  expect(say('file.gone', { name: 'a.json' })).toBe('a.json is gone.');
  expect(say('title')).toBe('Files');
});

it('says nothing for what is no text', () => {
  for (const key of ['file', 'file.here', 'title.length', 'none.at.all', '']) expect(say(key)).toBeNull();
});
