import { describe, expect, it } from 'vitest';
import { explanationOf, launchEnv, launchSettings, planEdit } from '../../../../src-main/claude-code/plan-edit.ts';
import { OUR_KEYS } from '../../../../src-shared/claude-keys.ts';
import { TOKEN, VALUES } from '../../../support/claude-settings-rig.ts';

const plannedIn = (settings: Record<string, unknown>, more: object = {}) =>
  Object.fromEntries(planEdit(settings, { ...VALUES, ...more }).map(({ key, value }) => [key, value]));
const planned = (env: Record<string, unknown>, more: object = {}) => plannedIn({ env }, more);

describe('planEdit', () => {
  it('sets strings only', () => {
    const expected = {
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:9000',
      ANTHROPIC_AUTH_TOKEN: TOKEN,
      API_TIMEOUT_MS: '600000',
      CLAUDE_CODE_ATTRIBUTION_HEADER: '1',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    };
    expect(planned({})).toEqual(expected);
    expect(plannedIn({})).toEqual(expected);
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

  it.each([
    [{ experimentalBetas: false }, { CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: '1' }],
    [{ experimentalBetas: true }, {}],
    [{ agentTeams: true }, { CLAUDE_CODE_EXPERIMENTAL_AGENT_TEAMS: '1' }],
    [{ agentTeams: false }, {}],
    [{ commitAttribution: false }, { 'attribution.commit': '', 'attribution.pr': '' }],
    [{ commitAttribution: true }, {}],
    [{ models: { ANTHROPIC_MODEL: 'm', ANTHROPIC_DEFAULT_OPUS_MODEL: null } }, { ANTHROPIC_MODEL: 'm' }],
  ])('writes for %j what differs from what the client does by itself: %j', (values, expected) => {
    const without = plannedIn({});
    const added = Object.fromEntries(Object.entries(plannedIn({}, values)).filter(([key]) => !Object.hasOwn(without, key)));
    expect(added).toEqual(expected);
  });

  it('leaves what the user decided in the file where the app decides nothing', () => {
    const env = { ANTHROPIC_MODEL: 'mine', CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: '1', CLAUDE_CODE_EXPERIMENTAL_AGENT_TEAMS: '1' };
    const written = plannedIn({ env, attribution: { commit: 'mine' } }, { experimentalBetas: true, agentTeams: false, commitAttribution: true });
    for (const key of [...Object.keys(env), 'attribution.commit']) expect(written).not.toHaveProperty([key]);
  });

  it('explains each key in a sentence', () => {
    for (const key of OUR_KEYS) expect(explanationOf(key)).toMatch(/^[A-Z].*\.$/);
    expect(explanationOf('FOO')).toBe('');
    expect(explanationOf('attribution')).toBe('');
  });
});

describe('launchSettings', () => {
  it('is what a process of its own needs', () => {
    expect(launchEnv({ ...VALUES, disableNonessentialTraffic: false })).toEqual({
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:9000',
      ANTHROPIC_AUTH_TOKEN: TOKEN,
      API_TIMEOUT_MS: '600000',
      CLAUDE_CODE_ATTRIBUTION_HEADER: '1',
    });
    expect(launchSettings(VALUES)).not.toHaveProperty('attribution');
    expect(launchSettings({ ...VALUES, commitAttribution: false }).attribution).toEqual({ commit: '', pr: '' });
  });
});
