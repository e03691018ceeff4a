import { afterEach, describe, expect, it, vi } from 'vitest';
import { readerLocale } from '../../../../src-renderer/state/reader-locale.ts';

afterEach(() => vi.restoreAllMocks());

describe('the reader’s locale', () => {
  it('is the first of the browser’s that speaks the language that is shown', () => {
    vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['de-CH', 'en-GB', 'en-US']);
    expect(readerLocale('en')).toBe('en-GB');
  });

  it('is the language alone where the browser has none of it', () => {
    vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['en-GB']);
    expect(readerLocale('ru')).toBe('ru');
  });
});
