import { describe, expect, it } from 'vitest';
import { modelBars, trendBars } from '../../../../src-renderer/state/series-bars.ts';
import { NO_USAGE } from '../../../../src-shared/schemas/usage.ts';

const slots = [0, 1, 2].map((slot) => ({ key: `2026-11-2${slot}`, startMs: slot * 10, endMs: slot * 10 + 10 }));
const point = (slot: number, outputTokens: number, changes = {}) => ({ slot, ...NO_USAGE, outputTokens, ...changes });

describe('bars of a series', () => {
  it('has a bar for every slot, empty ones too, with errors apart from the rest', () => {
    const bars = trendBars({ slots, lines: [{ key: null, points: [point(1, 0, { exchanges: 5, errors: 2 })] }] });
    expect(bars).toEqual([
      { startMs: 0, endMs: 10, answered: 0, errors: 0 },
      { startMs: 10, endMs: 20, answered: 3, errors: 2 },
      { startMs: 20, endMs: 30, answered: 0, errors: 0 },
    ]);
  });

  it('stacks models by their tokens, the others on top, and leaves out those without any', () => {
    const { bars, lines } = modelBars({
      slots,
      lines: [
        { key: 'small', points: [point(0, 1)] },
        { key: null, points: [point(2, 99)] },
        { key: 'none', points: [point(2, 0)] },
        { key: 'large', points: [point(0, 5, { cacheReadTokens: 2 }), point(2, 1)] },
      ],
    });
    expect(lines).toEqual([
      { id: 'line0', model: 'large', tokens: 8 },
      { id: 'line1', model: 'small', tokens: 1 },
      { id: 'line2', model: null, tokens: 99 },
    ]);
    expect(bars[0]).toEqual({ startMs: 0, endMs: 10, line0: 7, line1: 1, line2: 0 });
    expect(bars[2]).toEqual({ startMs: 20, endMs: 30, line0: 1, line1: 0, line2: 99 });
  });

  it('draws nothing of no lines', () => {
    expect(trendBars({ slots: [], lines: [] })).toEqual([]);
    expect(modelBars({ slots, lines: [] }).lines).toEqual([]);
  });
});
