import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inPieces, sampleText } from '../../../../src-main/demo/sample-text.ts';
import { seededRandom } from '../../../../src-main/demo/seeded-random.ts';

it('makes whole sentences of about the length that was asked for', () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat(500), (seed, words) => {
      const text = sampleText(seededRandom(seed), words);
      const count = text.split(' ').length;
      expect(count).toBeGreaterThanOrEqual(words);
      expect(count).toBeLessThan(words + 30);
      expect(text).toMatch(/^[A-Z].*\.$/);
    }),
  );
});

it('cuts a text into pieces that join to the same text', () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat(300), (seed, words) => {
      const random = seededRandom(seed);
      const text = sampleText(random, words);
      const pieces = inPieces(random, text);
      expect(pieces.join('')).toBe(text);
      expect(pieces.length).toBeGreaterThan(1);
    }),
  );
});
