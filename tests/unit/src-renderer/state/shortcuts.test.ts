import { describe, expect, it } from 'vitest';
import { NO_KEYS, pressKey, SEQUENCE_LIMIT_MS } from '../../../../src-renderer/state/shortcuts.ts';

function press(keys: readonly string[], gapMs = 100) {
  let progress = NO_KEYS;
  return keys.map((key, index) => {
    const step = pressKey(progress, key, index * gapMs);
    progress = step.progress;
    return step.action;
  });
}

describe('pressKey', () => {
  it('acts on single keys at once', () => {
    expect([press(['/']), press(['n']), press(['?'])]).toEqual([['focus-filter'], ['new-endpoint'], ['show-sheet']]);
  });

  it('waits for the second key of a sequence', () => {
    expect(press(['g', 'e'])).toEqual([null, 'go-endpoints']);
    expect(press(['g', 'd', 'g', 's'])).toEqual([null, 'go-dashboard', null, 'go-settings']);
    expect(press(['g', 'c', 'g', 'm', 'g', 'l', 'g', 'o']).filter((action) => action !== null)).toEqual([
      'go-claude-code',
      'go-mcp',
      'go-skills',
      'go-doctor',
    ]);
  });

  it('takes a single key for itself when it does not continue the sequence', () => {
    expect(press(['g', 'n'])).toEqual([null, 'new-endpoint']);
    expect(press(['g', 'g', 'r'])).toEqual([null, null, 'go-requests']);
  });

  it('forgets the first key after a while', () => {
    expect(press(['g', 'e'], SEQUENCE_LIMIT_MS + 1)).toEqual([null, null]);
  });

  it('ignores other keys', () => {
    expect(press(['x', 'e', 'Enter'])).toEqual([null, null, null]);
  });
});
