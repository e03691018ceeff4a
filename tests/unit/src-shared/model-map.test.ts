import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { familyOf, matchesGlob, resolveModel } from '../../../src-shared/model-map.ts';

describe('the family of a model name', () => {
  it.each([
    ['claude-opus-5-5', 'opus'],
    ['anthropic/Claude-3-5-Sonnet-20241022', 'sonnet'],
    ['claude-haiku-4-5-20251001', 'haiku'],
    ['haiku', 'haiku'],
    ['gpt-9', 'other'],
    ['', 'other'],
    ['ANTHROPIC_DEFAULT_HAIKU_MODEL', 'haiku'],
    ['ANTHROPIC_SMALL_FAST_MODEL', 'haiku'],
    ['ANTHROPIC_DEFAULT_SONNET_MODEL', 'sonnet'],
    ['ANTHROPIC_DEFAULT_OPUS_MODEL', 'opus'],
    ['ANTHROPIC_MODEL', 'opus'],
    ['anthropic_model', 'other'],
  ])('of %s is %s', (model, family) => {
    expect(familyOf(model)).toBe(family);
  });
});

describe('the model that is sent', () => {
  it.each<[string, string, Record<string, string>, Record<string, string>, string]>([
    ['stays as it is without a map', 'claude-opus-5-5', {}, {}, 'claude-opus-5-5'],
    ['comes from the exact name before a glob and the family', 'claude-opus-5-5', { opus: 'c', 'claude-*': 'b', 'claude-opus-5-5': 'a' }, {}, 'a'],
    ['comes from a glob before the family', 'claude-opus-5-5', { opus: 'c', 'claude-*': 'b' }, {}, 'b'],
    ['comes from the longest glob', 'claude-opus-5-5', { '*': 'c', 'claude-opus-*': 'a', 'claude-*': 'b' }, {}, 'a'],
    ['comes from the family', 'claude-opus-5-5', { opus: 'a', sonnet: 'b' }, {}, 'a'],
    ['comes from the endpoint before the defaults', 'claude-opus-5-5', { opus: 'endpoint' }, { 'claude-opus-5-5': 'default' }, 'endpoint'],
    ['comes from the defaults where the endpoint has nothing', 'claude-opus-5-5', { sonnet: 'endpoint' }, { opus: 'default' }, 'default'],
    ['follows the family of an alias', 'ANTHROPIC_SMALL_FAST_MODEL', { haiku: 'small' }, {}, 'small'],
    ['is not found in the prototype of the map', 'constructor', {}, {}, 'constructor'],
    ['does not take "other" for a family word', 'gpt-9', { other: 'x' }, {}, 'gpt-9'],
    ['is mapped by a catch-all for other families too', 'gpt-9', { '*': 'x' }, {}, 'x'],
  ])('%s', (_, requested, endpointMap, defaultMap, sent) => {
    expect(resolveModel(requested, endpointMap, defaultMap)).toBe(sent);
  });

  it('does not depend on the order of the keys', () => {
    const map = { '*-opus': 'a', 'opus-*': 'b', 'opus*': 'c' };
    const reversed = Object.fromEntries(Object.entries(map).reverse());
    expect(resolveModel('opus-opus', map, {})).toBe(resolveModel('opus-opus', reversed, {}));
  });
});

describe('globs', () => {
  it('agree with the regular expression that they stand for', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '-'), maxLength: 8 });
    const glob = fc.string({ unit: fc.constantFrom('a', 'b', '-', '*'), maxLength: 6 });
    fc.assert(
      fc.property(glob, text, (pattern, name) => {
        expect(matchesGlob(pattern, name)).toBe(new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(name));
      }),
      { numRuns: 2_000 },
    );
  });
});
