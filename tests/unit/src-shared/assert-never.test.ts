import { expect, it } from 'vitest';
import { assertNever } from '../../../src-shared/assert-never.ts';

it('throws naming a value that got past the types', () => {
  // @ts-expect-error A value that the compiler rules out is the point of the test.
  expect(() => assertNever({ kind: 'new' })).toThrow('{"kind":"new"}');
});
