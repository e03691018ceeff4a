import { expect, it } from 'vitest';
import { sentenceReader } from '../../../../src-shared/i18n/read-sentence.ts';

it('finds the template and what stands at its places, signs of regular expressions and line breaks included', () => {
  const read = sentenceReader({ a: 'Is "{{name}}" there? ({{why}})', b: 'No.' });
  expect(read('Is "x.*" there? (line 1\nline 2)')).toEqual({ key: 'a', values: { name: 'x.*', why: 'line 1\nline 2' } });
  expect(read('No.')).toEqual({ key: 'b', values: {} });
  expect(read('Nox')).toBeNull();
  expect(read('No. No.')).toBeNull();
});

it('prefers the template with the most words of its own', () => {
  const read = sentenceReader({ loose: '{{file}} cannot be read', tight: 'The certificate {{file}} cannot be read' });
  expect(read('The certificate a.pem cannot be read')?.key).toBe('tight');
});
