import { describe, expect, it } from 'vitest';
import { endOfDay, startOfDay, trendSlots } from '../../../../src-renderer/state/usage-slots.ts';

const NOW_MS = new Date(2026, 10, 20, 14, 35, 12).getTime();

describe('usage slots', () => {
  it('cuts the last day into 24 whole hours of which the last holds now', () => {
    const slots = trendSlots('24h', NOW_MS);
    expect(slots).toHaveLength(24);
    expect(slots.at(-1)).toEqual({ sinceMs: new Date(2026, 10, 20, 14).getTime(), untilMs: new Date(2026, 10, 20, 15).getTime() });
  });

  it('cuts the last week into 7 local days without gaps', () => {
    const slots = trendSlots('7d', NOW_MS);
    expect(slots).toHaveLength(7);
    expect(slots[0]?.sinceMs).toBe(new Date(2026, 10, 14).getTime());
    expect(slots.slice(1).map(({ sinceMs }) => sinceMs)).toEqual(slots.slice(0, -1).map(({ untilMs }) => untilMs));
  });

  it('stays the same all day, so that answers can be kept', () => {
    expect([startOfDay(NOW_MS), endOfDay(NOW_MS)]).toEqual([startOfDay(NOW_MS + 60_000), endOfDay(NOW_MS + 60_000)]);
  });
});
