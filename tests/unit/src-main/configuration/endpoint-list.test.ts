import { describe, expect, it } from 'vitest';
import { copyName, inOrder, insertedAt, nameKey } from '../../../../src-main/configuration/endpoint-list.ts';
import type { StoredEndpoint } from '../../../../src-main/configuration/ports.ts';

function stored(name: string, position: number, createdAtMs = 0): StoredEndpoint {
  return {
    id: name,
    name,
    position,
    baseUrl: 'https://x.example',
    protocol: 'anthropic',
    authStyle: 'auto',
    modelMap: {},
    families: [],
    maxConcurrent: null,
    inputIncludesCache: false,
    costMultiplier: 1,
    note: '',
    isEnabled: true,
    sealedCredential: null,
    createdAtMs,
    updatedAtMs: 0,
    revision: 1,
    removedAtMs: null,
  };
}
const shown = (list: readonly StoredEndpoint[]) => list.map((endpoint) => `${endpoint.position} ${endpoint.name}`);

describe('the priority list', () => {
  it('gets dense positions, older ones first where two claim the same', () => {
    expect(shown(inOrder([stored('late', 3, 2), stored('c', 9), stored('early', 3, 1)]))).toEqual(['1 early', '2 late', '3 c']);
  });

  it('keeps the very objects whose position is right already, so that only changes are written', () => {
    const a = stored('a', 1);
    expect(inOrder([a, stored('b', 5)])[0]).toBe(a);
  });

  it.each([
    [1, ['1 x', '2 a', '3 b']],
    [2.9, ['1 a', '2 x', '3 b']],
    [0, ['1 x', '2 a', '3 b']],
    [Number.POSITIVE_INFINITY, ['1 a', '2 b', '3 x']],
    [Number.NaN, ['1 a', '2 b', '3 x']],
  ])('takes a newcomer at position %d', (position, expected) => {
    expect(shown(insertedAt([stored('b', 2), stored('a', 1)], stored('x', 7), position))).toEqual(expected);
  });

  it('treats names that differ in case or composition as the same', () => {
    expect(nameKey('Ärger ')).toBe(nameKey('a\u0308RGER'));
  });

  it('counts copies on, and keeps within the longest name', () => {
    expect(copyName('X', [stored('X', 1), stored('x COPY', 2), stored('X copy 2', 3)])).toBe('X copy 3');
    expect(copyName('X copy 7', [stored('X copy 7', 1)])).toBe('X copy');
    expect(copyName('y'.repeat(60), [])).toBe(`${'y'.repeat(55)} copy`);
  });
});
