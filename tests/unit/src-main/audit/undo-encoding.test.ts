import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isEncoded, undoEncoding } from '../../../../src-main/audit/undo-encoding.ts';

const TEXT = Buffer.from(Array.from({ length: 2_000 }, (_, index) => `line ${index} ${(index * 7_919) % 1_000}\n`).join(''));

describe.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', (text: Buffer) => brotliCompressSync(text)],
  ['zstd', (text: Buffer) => zstdCompressSync(text)],
] as const)('%s', (coding, compress) => {
  it('is undone', () => {
    expect(undoEncoding(coding.toUpperCase(), compress(TEXT))).toEqual(TEXT);
  });

  it('is undone as far as it goes when the end is missing', () => {
    const compressed = compress(TEXT);
    const read = undoEncoding(coding, compressed.subarray(0, Math.ceil(compressed.length * 0.9)));
    expect(read).not.toBeNull();
    expect(TEXT.subarray(0, read?.length)).toEqual(read);
  });
});

it('undoes several in turn', () => {
  expect(undoEncoding('gzip, br', brotliCompressSync(gzipSync(TEXT)))).toEqual(TEXT);
});

it('leaves a plain body as it is', () => {
  expect(undoEncoding(undefined, TEXT)).toBe(TEXT);
  expect(undoEncoding('identity', TEXT)).toBe(TEXT);
  expect([isEncoded(undefined), isEncoded('identity'), isEncoded(''), isEncoded('gzip')]).toEqual([false, false, false, true]);
});

it('says that an unknown or damaged one cannot be undone', () => {
  expect(undoEncoding('snappy', TEXT)).toBeNull();
  expect(undoEncoding('gzip', TEXT)).toBeNull();
});
