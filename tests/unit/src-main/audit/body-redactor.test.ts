import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BodyRedactor } from '../../../../src-main/audit/body-redactor.ts';
import { REDACTED, SecretFinder } from '../../../../src-main/audit/secret-finder.ts';

const SECRET = 'sk-secret-0123456789';
const TOKEN = `cp-${'ab'.repeat(32)}`;

function finder(patterns: string[] = []): SecretFinder {
  const made = new SecretFinder();
  made.configure([SECRET], patterns);
  return made;
}

function redactInPieces(text: Buffer, cuts: readonly number[], patterns: string[] = []): string {
  const redactor = new BodyRedactor(finder(patterns));
  const sorted = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
  const parts = sorted.slice(1).flatMap((end, index) => redactor.push(text.subarray(sorted[index], end)));
  return Buffer.concat([...parts, ...redactor.end()]).toString();
}

it('gives the same text however the body is cut into pieces', () => {
  const words = fc.array(fc.constantFrom('hello ', 'ü', SECRET, TOKEN, 'sk-secret-', 'cp-00', '尺寸', '\n', 'x'.repeat(300)), { maxLength: 30 });
  fc.assert(
    fc.property(words, fc.array(fc.nat(), { maxLength: 12 }), (parts, cuts) => {
      const text = parts.join('|');
      expect(redactInPieces(Buffer.from(text), cuts)).toBe(text.replaceAll(SECRET, REDACTED).replaceAll(TOKEN, REDACTED));
    }),
  );
});

it('finds a credential of which every byte comes alone', () => {
  const text = Buffer.from(`data: ${SECRET} and ${TOKEN}.`);
  expect(redactInPieces(text, [...text.keys()])).toBe(`data: ${REDACTED} and ${REDACTED}.`);
});

it('finds what a pattern matches across a border', () => {
  const text = Buffer.from(`id=${'9'.repeat(3_000)}; next`);
  expect(redactInPieces(text, [10, 1_500, 2_990], ['id=\\d+'])).toBe(`${REDACTED}; next`);
});

it('knows where a byte lies after redaction', () => {
  const redactor = new BodyRedactor(finder());
  const text = Buffer.from(`ab${SECRET}cd`);
  redactor.push(text);
  redactor.end();
  expect(redactor.mapped(2, 'before')).toBe(2);
  expect(redactor.mapped(5, 'before')).toBe(2);
  expect(redactor.mapped(5, 'behind')).toBe(2 + REDACTED.length);
  expect(redactor.mapped(text.length - 2, 'behind')).toBe(2 + REDACTED.length);
  expect(redactor.mapped(text.length, 'before')).toBe(4 + REDACTED.length);
});
