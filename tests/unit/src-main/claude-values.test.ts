import { describe, expect, it } from 'vitest';
import { valuesOf } from '../../../src-main/claude-values.ts';
import { MODEL_KEYS } from '../../../src-shared/claude-keys.ts';
import { DEFAULT_SETTINGS } from '../../../src-shared/schemas/settings.ts';

describe('valuesOf', () => {
  it('passes on every setting that Claude Code is to know', () => {
    const settings = { ...DEFAULT_SETTINGS.claude, agentTeams: true, commitAttribution: false, opusModel: 'my-opus', apiTimeoutMs: 30_000 };
    expect(valuesOf(settings, 'http://127.0.0.1:1', 'token')).toEqual({
      baseUrl: 'http://127.0.0.1:1',
      token: 'token',
      apiTimeoutMs: 30_000,
      attributionHeader: true,
      disableNonessentialTraffic: true,
      experimentalBetas: true,
      agentTeams: true,
      commitAttribution: false,
      models: { ...Object.fromEntries(MODEL_KEYS.map((key) => [key, null])), ANTHROPIC_DEFAULT_OPUS_MODEL: 'my-opus' },
    });
  });
});
