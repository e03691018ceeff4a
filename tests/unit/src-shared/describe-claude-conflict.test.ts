import { describe, expect, it } from 'vitest';
import { describeClaudeConflict } from '../../../src-shared/describe-claude-conflict.ts';
import { CLAUDE_CONFLICTS } from '../../../src-shared/schemas/claude-settings.ts';

describe('describeClaudeConflict', () => {
  it.each(CLAUDE_CONFLICTS)('says of %s what it does and what to do, with its values', (kind) => {
    for (const file of ['/p/settings.json', null]) {
      const { effect, text, remedy } = describeClaudeConflict({ kind, effect: 'wins', key: 'SOME_KEY', file });
      expect([effect, text, remedy].join(' ')).not.toContain('{{');
      expect(effect).toBe('Wins over ours');
      if (kind !== 'unreadable') expect(text).toContain('SOME_KEY');
      expect(remedy).toMatch(/\.$/);
    }
  });
});
