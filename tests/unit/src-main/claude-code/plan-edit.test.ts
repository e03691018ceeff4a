import { describe, expect, it } from 'vitest';
import { explanationOf, launchEnv, OUR_KEYS, planEdit } from '../../../../src-main/claude-code/plan-edit.ts';
import { TOKEN, VALUES } from '../../../support/claude-settings-rig.ts';

const planned = (env: Record<string, unknown>, more: object = {}) =>
  Object.fromEntries(planEdit(env, { ...VALUES, ...more }).map(({ key, value }) => [key, value]));

describe('planEdit', () => {
  it('sets strings only', () => {
    expect(planned({})).toEqual({
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:9000',
      ANTHROPIC_AUTH_TOKEN: TOKEN,
      API_TIMEOUT_MS: '600000',
      CLAUDE_CODE_ATTRIBUTION_HEADER: '1',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    });
  });

  it('leaves out what is so already, and sets aside the competing key', () => {
    expect(planned({ API_TIMEOUT_MS: '600000', ANTHROPIC_API_KEY: 'k', OTHER: 'x' })).toMatchObject({ ANTHROPIC_API_KEY: undefined });
    expect(Object.keys(planned({ API_TIMEOUT_MS: '600000', ANTHROPIC_API_KEY: 'k' }))).toEqual([
      'ANTHROPIC_BASE_URL',
      'ANTHROPIC_AUTH_TOKEN',
      'ANTHROPIC_API_KEY',
      'CLAUDE_CODE_ATTRIBUTION_HEADER',
      'CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC',
    ]);
    expect(planned({ API_TIMEOUT_MS: 600_000 })).toMatchObject({ API_TIMEOUT_MS: '600000' });
  });

  it('does not switch on again what the user switched off, unless the app says so', () => {
    expect(planned({ CLAUDE_CODE_ATTRIBUTION_HEADER: '0' })).not.toHaveProperty('CLAUDE_CODE_ATTRIBUTION_HEADER');
    expect(planned({ CLAUDE_CODE_ATTRIBUTION_HEADER: '1' }, { attributionHeader: false })).toMatchObject({ CLAUDE_CODE_ATTRIBUTION_HEADER: '0' });
    expect(planned({ CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' }, { disableNonessentialTraffic: false })).not.toHaveProperty(
      'CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC',
    );
  });

  it('explains each key in a sentence', () => {
    for (const key of OUR_KEYS) expect(explanationOf(key)).toMatch(/^[A-Z].*\.$/);
    expect(explanationOf('FOO')).toBe('');
  });
});

describe('launchEnv', () => {
  it('is what a process of its own needs', () => {
    expect(launchEnv({ ...VALUES, disableNonessentialTraffic: false })).toEqual({
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:9000',
      ANTHROPIC_AUTH_TOKEN: TOKEN,
      API_TIMEOUT_MS: '600000',
      CLAUDE_CODE_ATTRIBUTION_HEADER: '1',
    });
  });
});
