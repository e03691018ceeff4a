import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { answerDecoder, decodeWhole } from '../../../../src-main/proxy/answer-decoder.ts';

const TEXT = 'data: hello\n\n'.repeat(500);
const CODINGS: readonly (readonly [string, Buffer])[] = [
  ['gzip', gzipSync(TEXT)],
  ['GZIP', gzipSync(TEXT)],
  ['deflate', deflateSync(TEXT)],
  ['br', brotliCompressSync(TEXT)],
  ['zstd', zstdCompressSync(TEXT)],
];

async function decoded(coding: string | undefined, chunks: readonly Buffer[]) {
  const parts: Buffer[] = [];
  let givenUp = 0;
  const decoder = answerDecoder(
    coding,
    (chunk) => parts.push(chunk),
    () => {
      givenUp += 1;
    },
  );
  for (const chunk of chunks) decoder?.push(chunk);
  await decoder?.end();
  return { text: Buffer.concat(parts).toString(), givenUp, isPlain: decoder === null };
}

describe('answerDecoder', () => {
  it.each(CODINGS)('decodes %s in small pieces', async (coding, bytes) => {
    const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) => bytes.subarray(i * 7, i * 7 + 7));
    expect(await decoded(coding, pieces)).toEqual({ text: TEXT, givenUp: 0, isPlain: false });
  });

  it('needs no decoder for plain answers', async () => {
    expect((await decoded(undefined, [])).isPlain).toBe(true);
    expect((await decoded('identity', [])).isPlain).toBe(true);
  });

  it('gives up once at damaged bytes and at unknown codings, and still ends', async () => {
    expect(await decoded('gzip', [Buffer.from('not gzip at all'), Buffer.from('more')])).toMatchObject({ givenUp: 1 });
    expect(await decoded('sdch', [Buffer.from('x')])).toMatchObject({ givenUp: 1, text: '' });
  });
});

describe('an answer that breaks off', () => {
  it.each(CODINGS)('in %s was read as far as it goes: that is no reason to give up', async (coding, bytes) => {
    expect(await decoded(coding, [bytes.subarray(0, bytes.length - 4)])).toMatchObject({ givenUp: 0 });
  });
});

describe('decodeWhole', () => {
  it.each(CODINGS)('decodes %s', (coding, bytes) => {
    expect(decodeWhole(bytes, coding, 1_000_000).toString()).toBe(TEXT);
  });

  it('gives the bytes back when they are damaged or decode to too much', () => {
    const bomb = gzipSync(Buffer.alloc(1_000_000));
    expect(decodeWhole(bomb, 'gzip', 1_000)).toBe(bomb);
    const broken = Buffer.from('broken');
    expect(decodeWhole(broken, 'br', 1_000)).toBe(broken);
    expect(decodeWhole(broken, undefined, 1_000)).toBe(broken);
  });
});
