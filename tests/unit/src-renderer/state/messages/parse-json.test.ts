import { expect, it } from 'vitest';
import { parseJson } from '../../../../../src-renderer/state/messages/parse-json.ts';

it('tells JSON from what is none, null included', () => {
  expect([parseJson('{"a":1}'), parseJson('null'), parseJson('{"a":'), parseJson('')]).toEqual([{ a: 1 }, null, undefined, undefined]);
});
