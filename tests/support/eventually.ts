/** Waits for what another thread or socket brings about, where no event tells, for as long as `vitest.config.ts` says. */
import { expect } from 'vitest';

const LOOK_EVERY_MS = 10;

export function eventually<T>(read: () => T | Promise<T>) {
  return expect.poll(read, { interval: LOOK_EVERY_MS });
}
