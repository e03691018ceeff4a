/**
 * Switches the proxy listener on and off and knows its state. A listener that cannot start is a state with a reason, not a
 * crash: the dashboard must come up to show it.
 */
import { AppError } from '../../src-shared/app-error.ts';
import type { ProxyState } from '../../src-shared/schemas/status.ts';
import type { Logger } from '../platform/logger.ts';
import { SerialQueue } from '../platform/serial-queue.ts';

/** What is switched; ProxyServer is one. */
export interface Listener {
  start(address: ListenAddress): Promise<ListenAddress>;
  stop(options: { readonly graceMs: number }): Promise<void>;
}

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

export interface ProxyControlOptions {
  /** A fresh listener for each start. */
  readonly createListener: () => Listener;
  /** Where to listen; asked at each start. */
  readonly address: () => ListenAddress;
  /** How long streams may go on after a stop, ms. */
  readonly graceMs: () => number;
  readonly onChange: (state: ProxyState) => void;
  readonly logger: Logger;
}

const STOPPED: ProxyState = { kind: 'stopped', url: null, error: null };

export class ProxyControl {
  readonly #options: ProxyControlOptions;
  readonly #queue = new SerialQueue();
  #state: ProxyState = STOPPED;
  #running: { readonly listener: Listener; readonly bound: ListenAddress } | null = null;
  #lastError: AppError | null = null;

  constructor(options: ProxyControlOptions) {
    this.#options = options;
  }

  state(): ProxyState {
    return this.#state;
  }

  /** Where it listens; null unless running. */
  bound(): ListenAddress | null {
    return this.#running?.bound ?? null;
  }

  /** Why the last start failed; null when it did not. */
  lastError(): AppError | null {
    return this.#lastError;
  }

  /** Starts unless running. A failure is the returned state, with its remedy. */
  start(): Promise<ProxyState> {
    return this.#queue.run(async () => {
      if (this.#running !== null) return this.#state;
      const listener = this.#options.createListener();
      try {
        const bound = await listener.start(this.#options.address());
        this.#running = { listener, bound };
        this.#lastError = null;
        return this.#become({ kind: 'running', url: proxyUrlOf(bound), error: null });
      } catch (error) {
        this.#lastError = error instanceof AppError ? error : new AppError('INTERNAL', 'the proxy could not be started', { cause: error });
        this.#options.logger.error('the proxy could not be started', { error });
        return this.#become({ kind: 'failed', url: null, error: this.#lastError.message });
      }
    });
  }

  /** Stops accepting at once, lets streams finish up to the grace. */
  stop(graceMs: number = this.#options.graceMs()): Promise<ProxyState> {
    return this.#queue.run(async () => {
      const running = this.#running;
      this.#running = null;
      if (running !== null) await running.listener.stop({ graceMs });
      return this.#become(STOPPED);
    });
  }

  #become(state: ProxyState): ProxyState {
    this.#state = state;
    this.#options.onChange(state);
    return state;
  }
}

/** The base URL for clients of this machine. Claude Code is given the literal 127.0.0.1, which needs no name service. */
export function proxyUrlOf({ host, port }: ListenAddress): string {
  const name = host === '0.0.0.0' || host === '::' || host === 'localhost' ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
