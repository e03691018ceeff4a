import { stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { errorCodeOf } from '../../../../src-main/platform/error-code.ts';

describe('errorCodeOf', () => {
  it('reads what the system says', async () => {
    const error: unknown = await stat('/nowhere/at/all').catch((reason: unknown) => reason);
    expect(errorCodeOf(error)).toBe('ENOENT');
  });

  it.each([[new Error('plain')], [Object.assign(new Error('odd'), { code: 5 })], ['ENOENT'], [null], [{ code: 'ENOENT' }]])(
    'finds none in %o',
    (thrown) => {
      expect(errorCodeOf(thrown)).toBeNull();
    },
  );
});
