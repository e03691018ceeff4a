/** Waits for what another thread or socket brings about, where no event tells: generous, since machines that test are busy. */
import { expect } from 'vitest';

/** Until it comes true or the limit of `vitest.config.ts` is reached. */
export function eventually<T>(read: () => T | Promise<T>) {
  return expect.poll(read);
}
