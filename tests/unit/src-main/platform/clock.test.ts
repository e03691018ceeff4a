import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../../src-main/platform/clock.ts';

describe('systemClock', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('fires a timer once, after its delay, and never when it was cancelled', () => {
    const fired: string[] = [];
    systemClock.setTimer(50, () => fired.push('kept'));
    const cancel = systemClock.setTimer(50, () => fired.push('cancelled'));
    cancel();
    cancel();
    vi.advanceTimersByTime(49);
    expect(fired).toEqual([]);
    vi.advanceTimersByTime(1_000);
    expect(fired).toEqual(['kept']);
  });

  it('tells Unix time, and a time that does not step when the wall clock is set back', () => {
    expect(systemClock.nowMs()).toBe(1_000);
    const before = systemClock.monotonicMs();
    vi.setSystemTime(0);
    expect(systemClock.nowMs()).toBe(0);
    expect(systemClock.monotonicMs()).toBeGreaterThanOrEqual(before);
  });
});

it('does not keep a process alive with a timer', () => {
  const clock = fileURLToPath(new URL('../../../../src-main/platform/clock.ts', import.meta.url));
  const script = `import(${JSON.stringify(clock)}).then(({ systemClock }) => systemClock.setTimer(600_000, () => undefined))`;
  expect(spawnSync(process.execPath, ['-e', script], { timeout: 60_000 }).status).toBe(0);
});
