/** Waits for what another thread or socket brings about, where no event tells: generous, since machines that test are busy. */
import { expect } from 'vitest';

export function eventually<T>(read: () => T | Promise<T>) {
  return expect.poll(read, { timeout: 10_000, interval: 5 });
}
