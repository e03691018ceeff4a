import { expect, it } from 'vitest';
import { fillGaps } from '../../../../src-shared/i18n/fill-gaps.ts';

it('puts each value into its gap, and nothing where there is none', () => {
  expect(fillGaps('{{count}} of {{count}} in {{file}}, {{gone}}.', { count: 2, file: 'a.json' })).toBe('2 of 2 in a.json, .');
});

it('takes a value as it is, also one that looks like a gap or a pattern', () => {
  expect(fillGaps('{{a}} {{b}}', { a: '{{b}}', b: '$&' })).toBe('{{b}} $&');
});
