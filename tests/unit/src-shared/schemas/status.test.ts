import { expect, it } from 'vitest';
import { localTokenNameSchema } from '../../../../src-shared/schemas/status.ts';

it.each(['laptop', 'ci runner 2', 'me@host', 'a_b-c.d'])('takes %s as a name of a token', (name) => {
  expect(localTokenNameSchema.parse(name)).toBe(name);
});

it('trims a name', () => {
  expect(localTokenNameSchema.parse('  laptop ')).toBe('laptop');
});

it.each(['', '   ', 'a\nb', 'x'.repeat(61), 'a/b'])('refuses %j as a name of a token', (name) => {
  expect(localTokenNameSchema.safeParse(name).success).toBe(false);
});
