/** How many tests run at once; the others wait in the order in which they came, and may leave. */
export class TestPlaces {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(count: number) {
    this.#free = count;
  }

  /** @returns Whether there is a place; false when `signal` came first. A place must be released. */
  async take(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    if (this.#free > 0) {
      this.#free -= 1;
      return true;
    }
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const enter = () => resolve(true);
    const leave = () => {
      this.#waiting.delete(enter);
      resolve(false);
    };
    this.#waiting.add(enter);
    signal.addEventListener('abort', leave, { once: true });
    const hasPlace = await promise;
    signal.removeEventListener('abort', leave);
    return hasPlace;
  }

  /** Gives the place to who has waited longest. */
  release(): void {
    const [next] = this.#waiting;
    if (next === undefined) this.#free += 1;
    else {
      this.#waiting.delete(next);
      next();
    }
  }
}
