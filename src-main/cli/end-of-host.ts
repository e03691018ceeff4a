/**
 * Decides when the headless host ends: at a signal, when the terminal or console closes, when standard input ends (for a
 * launcher), when somebody asks over the admin socket, or at a fault that nobody caught. A second signal forces.
 */
import type { EventEmitter } from 'node:events';

export type EndReason =
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'asked' }
  | { readonly kind: 'launcher-gone' }
  | { readonly kind: 'fault'; readonly error: unknown };

export interface EndOfHost {
  /** Resolves once, with the first reason other than a launcher that is gone. */
  readonly reason: Promise<EndReason>;
  /** Resolves when the launcher is gone; others may still need the host. */
  readonly launcherGone: Promise<void>;
  /** An orderly end was asked for from inside. */
  ask(): void;
  /** Stops listening; for tests. */
  dispose(): void;
}

/** SIGHUP: the terminal closed; on Windows the console. SIGBREAK: Ctrl+Break on Windows. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;

/** One Ctrl+C reaches a host behind `npm start` twice: from the terminal and from npm's script. Only a later one means "now". */
const SAME_PRESS_MS = 1_000;

export interface EndOfHostOptions {
  /** The process, which emits signals and faults. */
  readonly events: EventEmitter;
  /** Standard input when its end means the end; null when it does not matter. */
  readonly launcher: (EventEmitter & { resume(): unknown }) | null;
  monotonicMs(): number;
  /** The second signal: leave at once. */
  force(signal: string): void;
}

export function watchForEnd({ events, launcher, monotonicMs, force }: EndOfHostOptions): EndOfHost {
  const { promise, resolve } = Promise.withResolvers<EndReason>();
  let firstSignalAtMs: number | null = null;
  const onSignal = (signal: string) => {
    if (firstSignalAtMs !== null && monotonicMs() - firstSignalAtMs >= SAME_PRESS_MS) force(signal);
    firstSignalAtMs ??= monotonicMs();
    resolve({ kind: 'signal', signal });
  };
  const onFault = (error: unknown) => resolve({ kind: 'fault', error });
  const launcherGone = Promise.withResolvers<void>();
  const onLauncherGone = () => launcherGone.resolve();
  for (const signal of SIGNALS) events.on(signal, onSignal);
  events.on('uncaughtException', onFault);
  events.on('unhandledRejection', onFault);
  for (const event of ['end', 'close', 'error']) launcher?.on(event, onLauncherGone);
  launcher?.resume();
  return {
    reason: promise,
    launcherGone: launcherGone.promise,
    ask: () => resolve({ kind: 'asked' }),
    dispose() {
      for (const signal of SIGNALS) events.off(signal, onSignal);
      events.off('uncaughtException', onFault);
      events.off('unhandledRejection', onFault);
      for (const event of ['end', 'close', 'error']) launcher?.off(event, onLauncherGone);
    },
  };
}

/** For the log and for people. */
export function endText(reason: EndReason): string {
  switch (reason.kind) {
    case 'signal':
      return reason.signal;
    case 'asked':
      return 'asked to stop';
    case 'launcher-gone':
      return 'its launcher ended';
    case 'fault':
      return `fault: ${reason.error instanceof Error ? reason.error.message : String(reason.error)}`;
  }
}
