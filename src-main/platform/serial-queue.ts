/** Runs tasks one after another, so that a change begins only when the one before it is stored and visible. */
export class SerialQueue {
  #tail: Promise<void> = Promise.resolve();

  /** Settles as `task` does. A task that fails does not hold up the next one. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(task);
    this.#tail = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  /** Resolves when everything that was handed in so far has ended. */
  async idle(): Promise<void> {
    await this.#tail;
  }
}
