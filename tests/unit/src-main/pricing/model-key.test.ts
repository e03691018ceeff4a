import { describe, expect, it } from 'vitest';
import { isLongerFormOf, modelKey } from '../../../../src-main/pricing/model-key.ts';

describe('modelKey', () => {
  it.each([
    ['claude-sonnet-4-5', 'claude-sonnet-4-5'],
    ['Claude-Sonnet-4.5', 'claude-sonnet-4-5'],
    ['claude-sonnet-4-5-20250929', 'claude-sonnet-4-5'],
    ['claude-sonnet-4-5@20250929', 'claude-sonnet-4-5'],
    ['anthropic/claude-sonnet-4.5', 'claude-sonnet-4-5'],
    ['openrouter/anthropic/claude-sonnet-4.5:free', 'claude-sonnet-4-5'],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5'],
    ['global.anthropic.claude-opus-5', 'claude-opus-5'],
    ['claude-sonnet-4-5[1m]', 'claude-sonnet-4-5'],
    ['claude-3-5-sonnet-latest', 'claude-3-5-sonnet'],
    ['gpt-4.1-2025-04-14', 'gpt-4-1'],
    ['deepseek-v3', 'deepseek-v3'],
    ['accounts/fireworks/models/kimi-k2', 'kimi-k2'],
    ['deepseek-ai/DeepSeek-V3.1', 'deepseek-v3-1'],
    ['', ''],
  ])('knows %s as %s', (name, key) => {
    expect(modelKey(name)).toBe(key);
    expect(modelKey(key)).toBe(key);
  });
});

describe('isLongerFormOf', () => {
  it.each([
    ['claude-sonnet-4-5-relay', 'claude-sonnet-4-5'],
    ['claude-sonnet-4-5-20250929-thinking', 'claude-sonnet-4-5'],
    ['kimi-k2-0905', 'kimi-k2'],
    ['o3-high', 'o3'],
  ])('takes %s for %s', (key, listed) => {
    expect(isLongerFormOf(key, listed)).toBe(true);
  });

  it.each([
    ['claude-opus-4-9', 'claude-opus-4'],
    ['claude-opus-4-10', 'claude-opus-4-1'],
    ['claude-opus-4-6-fast', 'claude-opus-4-6'],
    ['claude-opus-45', 'claude-opus-4'],
    ['gpt-5-mini', 'gpt-5'],
    ['gpt-5-2-codex', 'gpt-5-2'],
    ['glm-4-5-air', 'glm-4-5'],
    ['deepseek-r1-distill-qwen-32b', 'deepseek-r1'],
    ['qwen3-235b-a22b', 'qwen3'],
    ['deepseek-chat-relay', 'deepseek-chat'],
    ['claude-sonnet-4-5', 'claude-sonnet-4-5'],
  ])('does not take %s for %s', (key, listed) => {
    expect(isLongerFormOf(key, listed)).toBe(false);
  });
});
