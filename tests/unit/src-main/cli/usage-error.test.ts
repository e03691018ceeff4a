import { expect, it } from 'vitest';
import { UsageError } from '../../../../src-main/cli/usage-error.ts';

it('carries the option at fault, or none', () => {
  expect(new UsageError('what', '--map')).toMatchObject({ message: 'what', field: '--map' });
  expect(new UsageError('what').field).toBeNull();
});
