import { describe, expect, it } from 'vitest';
import { isStartTokenName, localTokenOrigin, startTokenName } from '../../../src-shared/local-token-origin.ts';

describe('localTokenOrigin', () => {
  it.each([
    [startTokenName('a-1'), 'this-start'],
    [startTokenName('b-2'), 'earlier-start'],
    ['laptop', 'named'],
    ['starting', 'named'],
  ])('knows what "%s" is', (name, origin) => {
    expect(localTokenOrigin(name, 'a-1')).toBe(origin);
  });

  it('keeps the names of starts from looking like named tokens, in any case', () => {
    expect([startTokenName('x'), 'Start x', 'started'].map(isStartTokenName)).toEqual([true, true, false]);
  });
});
