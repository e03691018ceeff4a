import { describe, expect, it } from 'vitest';
import { inputText, presetSpan, readInputText, TIME_PRESETS } from '../../../../src-renderer/state/time-presets.ts';

const NOW_MS = new Date(2026, 10, 20, 14, 30, 15).getTime();

describe('presets of time', () => {
  it('begin and end where their names say', () => {
    expect(presetSpan('hour', NOW_MS)).toEqual({ sinceMs: NOW_MS - 3_600_000, untilMs: null });
    expect(presetSpan('today', NOW_MS)).toEqual({ sinceMs: new Date(2026, 10, 20).getTime(), untilMs: null });
    expect(presetSpan('yesterday', NOW_MS)).toEqual({ sinceMs: new Date(2026, 10, 19).getTime(), untilMs: new Date(2026, 10, 20).getTime() });
    expect(presetSpan('week', NOW_MS).sinceMs).toBe(NOW_MS - 7 * 86_400_000);
  });

  it('lie in the past, all of them', () => {
    for (const preset of TIME_PRESETS) expect(presetSpan(preset, NOW_MS).sinceMs).toBeLessThan(NOW_MS);
  });
});

describe('inputs of date and time', () => {
  it('hold local time to the minute, and read it back', () => {
    expect(inputText(NOW_MS)).toBe('2026-11-20T14:30');
    expect(readInputText('2026-11-20T14:30')).toBe(new Date(2026, 10, 20, 14, 30).getTime());
  });

  it('are empty where a span is open', () => {
    expect([inputText(null), readInputText(''), readInputText('2026-')]).toEqual(['', null, null]);
  });
});
