import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CacheAnswer, CacheEvidence } from '../../../../src-main/proxy/cache-evidence.ts';
import { sampleUsage } from '../../../support/sample-exchange.ts';

const BYTES_PER_TOKEN = 4;

interface Turn {
  readonly promptTokens: number;
  readonly readTokens: number;
  readonly writeTokens: number;
}

/** A conversation that grows by `growTokens` a turn and whose cache follows it, as Claude Code's does. */
function conversation(turns: number, growTokens = 800, first = 20_000): readonly Turn[] {
  return Array.from({ length: turns }, (_, turn) => {
    const promptTokens = first + turn * growTokens;
    const readTokens = turn === 0 ? 0 : promptTokens - growTokens;
    return { promptTokens, readTokens, writeTokens: promptTokens - readTokens - 10 };
  });
}

function answer({ promptTokens, readTokens, writeTokens }: Turn, isIncluding: boolean, name = 'a'): CacheAnswer {
  const inputTokens = isIncluding ? promptTokens : promptTokens - readTokens - writeTokens;
  return {
    conversation: name,
    requestBytes: promptTokens * BYTES_PER_TOKEN,
    usage: sampleUsage({ inputTokens, cacheReadTokens: readTokens, cacheWrite5mTokens: writeTokens, cacheWrite1hTokens: 0 }),
  };
}

function judged(answers: readonly CacheAnswer[]): boolean {
  const evidence = new CacheEvidence();
  for (const one of answers) evidence.saw(one);
  return evidence.isConvincing;
}

describe('CacheEvidence', () => {
  it('is convinced by the fourth answer of a growing conversation that calls nearly all of it uncached', () => {
    const answers = conversation(5).map((turn) => answer(turn, true));
    expect(judged(answers)).toBe(true);
    expect(judged(answers.slice(0, 4))).toBe(false);
  });

  it('is convinced where only reads are reported, in steps', () => {
    const answers = conversation(9).map((turn) => answer({ ...turn, readTokens: Math.floor(turn.readTokens / 128) * 128, writeTokens: 0 }, true));
    expect(judged(answers)).toBe(true);
  });

  it('keeps conversations apart that take turns', () => {
    const [one, other] = [conversation(4), conversation(4, 500, 60_000)];
    const answers = one.flatMap((turn, index) => [answer(turn, true, 'a'), answer(other[index] ?? turn, true, 'b')]);
    expect(judged(answers)).toBe(true);
  });

  it('begins again after one answer with more cached tokens than input', () => {
    const [first, ...rest] = conversation(6);
    const honest = answer(first ?? { promptTokens: 0, readTokens: 0, writeTokens: 0 }, false, 'b');
    const answers = rest.map((turn) => answer(turn, true));
    expect(judged(answers)).toBe(true);
    expect(judged([...answers, honest])).toBe(false);
    expect(judged([...answers.slice(0, 4), honest, ...answers.slice(4)])).toBe(false);
  });

  it('takes no notice of estimates', () => {
    const answers = conversation(9).map((turn) => answer(turn, true));
    expect(judged(answers.map((one) => ({ ...one, usage: { ...one.usage, source: 'estimated' as const } })))).toBe(false);
  });

  it('never doubts an endpoint that reports as the API does, however the conversation goes', () => {
    const turn = fc.record({
      gainedBytes: fc.integer({ min: -50_000, max: 200_000 }),
      tokensPerByte: fc.double({ min: 0.15, max: 0.6, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(turn, { minLength: 6, maxLength: 30 }), fc.integer({ min: 10_000, max: 400_000 }), (turns, startBytes) => {
        let bytes = startBytes;
        let prefixBytes = 0;
        const answers = turns.map(({ gainedBytes, tokensPerByte }) => {
          bytes = Math.max(bytes + gainedBytes, 1_000);
          const readTokens = Math.floor(Math.min(prefixBytes, bytes) * tokensPerByte);
          const promptTokens = Math.floor(bytes * tokensPerByte);
          prefixBytes = bytes;
          return { ...answer({ promptTokens, readTokens, writeTokens: 0 }, false), requestBytes: bytes };
        });
        expect(judged(answers)).toBe(false);
      }),
    );
  });

  it('does not doubt a conversation that doubles with each request, though as much is new as was cached', () => {
    const turns = [4_500, 9_500, 20_000, 42_000, 88_000, 185_000, 390_000];
    const answers = turns.map((promptTokens, turn) => answer({ promptTokens, readTokens: turns[turn - 1] ?? 0, writeTokens: 0 }, false));
    expect(judged(answers)).toBe(false);
  });

  it('does not doubt a client that always caches the first part of its messages', () => {
    const answers = conversation(20, 400, 40_000).map(({ promptTokens }) =>
      answer({ promptTokens, readTokens: Math.floor(promptTokens * 0.4), writeTokens: 0 }, false),
    );
    expect(judged(answers)).toBe(false);
  });

  it('takes no notice of answers whose cache was lost and written anew', () => {
    const answers = conversation(20).map(({ promptTokens }) => answer({ promptTokens, readTokens: 0, writeTokens: promptTokens - 10 }, true));
    expect(judged(answers)).toBe(false);
  });

  it('does not doubt a client that caches its system prompt only', () => {
    const answers = conversation(20, 300, 24_000).map(({ promptTokens }) => answer({ promptTokens, readTokens: 11_000, writeTokens: 0 }, false));
    expect(judged(answers)).toBe(false);
  });
});
