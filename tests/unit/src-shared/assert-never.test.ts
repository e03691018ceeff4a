import { expect, it } from 'vitest';
import { z } from 'zod';
import { assertNever } from '../../../src-shared/assert-never.ts';

it('names the value that got past a schema', () => {
  const escaped = z.custom<never>(() => true).parse({ kind: 'new' });
  expect(() => assertNever(escaped)).toThrow('{"kind":"new"}');
});
