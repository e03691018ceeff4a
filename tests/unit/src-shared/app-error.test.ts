import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { APP_ERROR_CODES, AppError } from '../../../src-shared/app-error.ts';

const documented = async () => {
  const text = await readFile(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
  return [...text.matchAll(/^\| `([A-Z_]+)` \| (.+) \| (.+) \|$/gm)].map(([, code, meaning, remedy]) => ({ code, meaning, remedy }));
};

describe('the error codes', () => {
  it('are those that docs/errors.md explains, in the same order', async () => {
    expect((await documented()).map((row) => row.code)).toEqual([...APP_ERROR_CODES]);
  });

  it('each have a meaning and a remedy in whole sentences', async () => {
    for (const { meaning, remedy } of await documented()) {
      expect(meaning).toMatch(/^[A-Z`].*\.$/);
      expect(remedy).toMatch(/^[A-Z`].*\.$/);
    }
  });

  it('are in alphabetical order without repeats', () => {
    const sorted = [...new Set(APP_ERROR_CODES)].sort((a, b) => a.localeCompare(b, 'en'));
    expect([...APP_ERROR_CODES]).toEqual(sorted);
  });
});

describe('AppError', () => {
  it('carries code, cause, field and repair, and is an Error with its own name', () => {
    const cause = new Error('why');
    const error = new AppError('CONFIG_INVALID', 'wrong', { cause, field: 'proxy.port', repair: 'open-settings' });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'AppError', code: 'CONFIG_INVALID', message: 'wrong', cause, field: 'proxy.port', repair: 'open-settings' });
  });

  it('has no cause where none was given', () => {
    expect('cause' in new AppError('INTERNAL', 'x')).toBe(false);
  });
});
