import { describe, expect, it } from 'vitest';
import { OUR_KEYS, pathOf } from '../../../src-shared/claude-keys.ts';
import { claudeKeys } from '../../../src-shared/i18n/en/claude-code.ts';
import { flatTexts } from '../../support/flat-texts.ts';

describe('the values of settings.json that are ours', () => {
  it('are those that are explained, each once', () => {
    expect([...OUR_KEYS].sort()).toEqual([...flatTexts(claudeKeys).keys()].sort());
  });

  it('stand under env, or where their dots lead', () => {
    expect(pathOf('ANTHROPIC_MODEL')).toEqual(['env', 'ANTHROPIC_MODEL']);
    expect(pathOf('attribution.pr')).toEqual(['attribution', 'pr']);
  });
});
