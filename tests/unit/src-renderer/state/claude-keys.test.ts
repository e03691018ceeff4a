import { describe, expect, it } from 'vitest';
import { OUR_KEYS } from '../../../../src-main/claude-code/plan-edit.ts';
import { CLAUDE_KEYS } from '../../../../src-renderer/state/claude-keys.ts';

describe('the values that the page explains', () => {
  it('are those that are written', () => {
    expect([...CLAUDE_KEYS].sort()).toEqual([...OUR_KEYS].sort());
  });
});
