import { describe, expect, it } from 'vitest';
import { chainLines, endpointDetails, endpointTable, stateText, testText, unusableLines } from '../../../../src-main/cli/endpoint-text.ts';
import { createTextStyle } from '../../../../src-main/cli/text-style.ts';
import { familyChains } from '../../../../src-shared/family-chains.ts';
import type { EndpointState, RestView } from '../../../../src-shared/schemas/endpoint.ts';
import { sampleEndpoint } from '../../../support/admin-services.ts';

const plain = createTextStyle({ isTerminal: false, columns: null, environment: {} });
const NOW_MS = 1_000_000;
const READY: EndpointState = {
  kind: 'ready',
  rests: [],
  liveExchanges: 0,
  lastSuccessAtMs: null,
  lastFailureAtMs: null,
  lastFailureReason: null,
  usageProposal: null,
};
const rest = (changes: Partial<RestView>): RestView => ({
  scope: 'endpoint',
  model: null,
  reason: 'it was rate limited',
  ruleId: 'rate-limited',
  startedAtMs: NOW_MS - 1_000,
  untilMs: NOW_MS + 42_000,
  ...changes,
});

describe('stateText', () => {
  it.each<[string, Partial<EndpointState>]>([
    ['ready', {}],
    ['resting 42 s (rate-limited)', { kind: 'resting', rests: [rest({})] }],
    ['resting until edited (unauthorized)', { kind: 'resting', rests: [rest({ untilMs: null, ruleId: 'unauthorized' })] }],
    ['resting until restored (by-hand)', { kind: 'resting', rests: [rest({ untilMs: null, ruleId: 'by-hand' })] }],
    ['ready, 1 model resting', { rests: [rest({ scope: 'model', model: 'm' })] }],
    ['probing', { kind: 'probing' }],
  ])('says %s', (text, state) => {
    expect(stateText(plain, sampleEndpoint({ state: { ...READY, ...state } }), NOW_MS)).toBe(text);
  });

  it('tells an endpoint that the user switched off from one that cannot be used, and of the latter why', () => {
    const off = sampleEndpoint({ name: 'off', isEnabled: false, state: { ...READY, kind: 'disabled' } });
    const unusable = sampleEndpoint({ name: 'locked', state: { ...READY, kind: 'disabled', lastFailureReason: 'its key is gone' } });
    expect([off, unusable].map((endpoint) => stateText(plain, endpoint, NOW_MS))).toEqual(['disabled', 'unusable']);
    expect(unusableLines(plain, [off, unusable])).toEqual(['! locked cannot be used: its key is gone']);
  });
});

describe('endpointTable', () => {
  it('lists priority, name, state, URL, mask and models', () => {
    const endpoints = [
      sampleEndpoint({ credentialMask: 'sk-…w3Qf', modelMap: { haiku: 'small' }, families: ['haiku'], maxConcurrent: 4 }),
      sampleEndpoint({ id: 'b', position: 2, name: 'Second', isEnabled: false, state: { ...READY, kind: 'disabled' } }),
    ];
    expect(endpointTable(plain, endpoints, NOW_MS)).toBe(
      [
        '    NAME    STATE     URL                      CREDENTIAL  MODELS',
        'P1  First   ready     https://api.example.com  sk-…w3Qf    only haiku at most 4 at once haiku=small',
        'P2  Second  disabled  https://api.example.com  none        as asked',
      ].join('\n'),
    );
  });

  it('says how to add the first one', () => {
    expect(endpointTable(plain, [], NOW_MS)).toContain('code-proxy endpoint add');
  });
});

describe('chainLines', () => {
  it('says per family who is tried in which order, who rests, and whom nobody serves', () => {
    const endpoints = [
      sampleEndpoint({ id: 'a', name: 'A', families: ['opus', 'haiku'], state: { ...READY, kind: 'resting', rests: [rest({})] } }),
      sampleEndpoint({ id: 'b', name: 'B', position: 2, families: ['opus', 'sonnet'] }),
    ];
    expect(chainLines(plain, familyChains(endpoints))).toBe(
      ['  opus    A (resting), B', '  sonnet  B', '  haiku   A (resting)', '  other   no endpoint'].join('\n'),
    );
  });
});

describe('endpointDetails', () => {
  it('says what its tokens cost and how it reports input, and how to accept a proposal', () => {
    const text = (changes: Parameters<typeof sampleEndpoint>[0]) => endpointDetails(plain, sampleEndpoint(changes), NOW_MS);
    expect(text({})).toMatch(/cost +list price\n +input tokens +reported without the cached ones\n/);
    expect(text({ costMultiplier: 0.5, inputIncludesCache: true })).toMatch(/0\.5 × list price\n.*with the cached ones, which are taken out\n/);
    const proposed = text({ state: { ...READY, usageProposal: 'input-includes-cache' } });
    expect(proposed).toContain('code-proxy endpoint edit "First" --input-includes-cache');
  });

  it('shows rests with their reasons and the mask, and nothing secret', () => {
    const text = endpointDetails(plain, sampleEndpoint({ state: { ...READY, kind: 'resting', rests: [rest({})] }, note: 'mine' }), NOW_MS);
    expect(text).toContain('First  resting 42 s (rate-limited)');
    expect(text).toContain('endpoint: 42 s, it was rate limited');
    expect(text).toContain('mine');
  });
});

describe('testText', () => {
  it('says what works and what to do otherwise', () => {
    const found = {
      isOk: false,
      status: 401,
      durationMs: 12.3,
      model: 'm',
      message: 'it refused the key',
      remedy: 'check the key',
      proposal: { authStyle: 'bearer' as const },
    };
    expect(testText(plain, 'main', found)).toBe(
      'main: does not work (HTTP 401, 12 ms, m)\n  it refused the key\n  check the key\n  The other style works: code-proxy endpoint edit "main" --auth bearer',
    );
    expect(testText(plain, 'main', { ...found, isOk: true, status: null, remedy: null, proposal: null })).toContain('main: works (no answer');
  });
});
