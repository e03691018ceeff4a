/**
 * Who still needs this instance: each launched session holds a lease for as long as its connection to the admin socket is open, so
 * that one that dies gives it back too. A host that was started by a launcher lives until the last lease is gone.
 */
export interface LeaseWish {
  /** The proxy was off before: it is switched off again when nobody needs it any more. */
  readonly switchesProxyOff: boolean;
}

export class LaunchLeases {
  readonly #switchProxyOff: () => Promise<unknown>;
  readonly #unused = Promise.withResolvers<void>();
  #held = 0;
  #mustSwitchOff = false;
  #endsWhenUnused = false;
  #isClosed = false;

  /** @param switchProxyOff Must not reject. */
  constructor(switchProxyOff: () => Promise<unknown>) {
    this.#switchProxyOff = switchProxyOff;
  }

  get held(): number {
    return this.#held;
  }

  /** @returns What gives the lease back, any number of times; null when the instance is about to end. */
  take({ switchesProxyOff }: LeaseWish): (() => void) | null {
    if (this.#isClosed) return null;
    this.#held += 1;
    if (switchesProxyOff) this.#mustSwitchOff = true;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#held -= 1;
      if (this.#held === 0) this.#lastIsGone();
    };
  }

  /** Resolves when no lease is held; from then on none is given, so that nobody relies on a host that ends. */
  untilUnused(): Promise<void> {
    this.#endsWhenUnused = true;
    if (this.#held === 0) this.close();
    return this.#unused.promise;
  }

  /** The instance stops, whoever still holds a lease. */
  close(): void {
    this.#isClosed = true;
    this.#unused.resolve();
  }

  #lastIsGone(): void {
    if (this.#mustSwitchOff && !this.#isClosed) void this.#switchProxyOff();
    this.#mustSwitchOff = false;
    if (this.#endsWhenUnused) this.close();
  }
}
