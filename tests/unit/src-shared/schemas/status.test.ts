import { expect, it } from 'vitest';
import { localTokenNameSchema, statusSchema } from '../../../../src-shared/schemas/status.ts';
import { fakeAdminServices } from '../../../support/admin-services.ts';

it('carries the status of a core unchanged through JSON', () => {
  const status = fakeAdminServices().status();
  expect(statusSchema.parse(JSON.parse(JSON.stringify(status)))).toEqual(status);
});

it('trims names of tokens and refuses those that would break a list', () => {
  expect(localTokenNameSchema.parse('  my laptop-2 @home ')).toBe('my laptop-2 @home');
  for (const name of ['', '   ', 'a\nb', 'a;b', '<b>', 'x'.repeat(61)])
    expect(localTokenNameSchema.safeParse(name).success, JSON.stringify(name)).toBe(false);
});
