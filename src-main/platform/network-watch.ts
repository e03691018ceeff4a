/**
 * Notices what silently breaks connections that are kept open: the machine slept, or its network changed. A socket from before
 * looks alive and swallows the next request until a timeout.
 */
import { networkInterfaces } from 'node:os';
import { MS_PER_SECOND } from '../../src-shared/units.ts';
import type { CancelTimer, Clock } from './clock.ts';

/** Often enough to be done before somebody has typed after opening the lid, seldom enough to cost nothing. */
const LOOK_EVERY_MS = 10 * MS_PER_SECOND;

/** A wall clock that is ahead of where it should be by more than this has slept; a busy machine is late by less. */
const SLEPT_MS = 30 * MS_PER_SECOND;

export type NetworkChange = 'slept' | 'network-changed';

export interface NetworkWatchOptions {
  readonly clock: Clock;
  readonly onChange: (change: NetworkChange) => void;
  /** Addresses of this machine, in any order; left out: asked of the operating system. */
  readonly addresses?: () => readonly string[];
}

export class NetworkWatch {
  readonly #clock: Clock;
  readonly #onChange: (change: NetworkChange) => void;
  readonly #addresses: () => readonly string[];
  #cancelTimer: CancelTimer | null = null;
  #lookedAtMs = 0;
  #known = '';

  constructor({ clock, onChange, addresses = machineAddresses }: NetworkWatchOptions) {
    this.#clock = clock;
    this.#onChange = onChange;
    this.#addresses = addresses;
  }

  start(): void {
    this.#known = this.#fingerprint();
    this.#lookLater();
  }

  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  #lookLater(): void {
    this.#lookedAtMs = this.#clock.nowMs();
    this.#cancelTimer = this.#clock.setTimer(LOOK_EVERY_MS, () => this.#look());
  }

  /** Wall time is compared with what the timer should have taken: on some systems the monotonic clock sleeps too, on others not. */
  #look(): void {
    const lateMs = this.#clock.nowMs() - this.#lookedAtMs - LOOK_EVERY_MS;
    const known = this.#fingerprint();
    const hasChanged = known !== this.#known;
    this.#known = known;
    this.#lookLater();
    if (lateMs > SLEPT_MS) this.#onChange('slept');
    else if (hasChanged) this.#onChange('network-changed');
  }

  #fingerprint(): string {
    return [...this.#addresses()].sort().join(' ');
  }
}

/** Addresses that connections may come from. Link-local ones come and go with containers and say nothing of the network. */
export function machineAddresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80:') && !address.startsWith('169.254.'))
    .map(({ address }) => address);
}
