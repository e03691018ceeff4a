import { expect, it } from 'vitest';
import { appVersion } from '../../../../src-main/platform/app-version.ts';

it('is the version that the build put in', () => {
  expect(appVersion()).toBe('0.0.0-test');
});
