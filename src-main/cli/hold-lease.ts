/** A lease on a running instance, held by an open request on its admin socket: the system gives it back when this process dies. */
import { request } from 'node:http';
import { LEASE_PATH, LEASE_SWITCHES_OFF } from '../../src-shared/admin-http.ts';
import type { Instance } from '../platform/instance-file.ts';

/** A live instance answers in milliseconds. */
const PATIENCE_MS = 5_000;
const GONE = 410;
const NOT_FOUND = 404;

/** `ending`: the instance is about to stop, or does not answer any more. */
export type LeaseAnswer = { readonly kind: 'held'; release(): void } | { readonly kind: 'ending' };

export interface LeaseOptions {
  /** The proxy was off: it goes off again when the last session is gone. */
  readonly switchesProxyOff: boolean;
}

export function holdLease({ socket, token }: Pick<Instance, 'socket' | 'token'>, { switchesProxyOff }: LeaseOptions): Promise<LeaseAnswer> {
  return new Promise((resolve) => {
    const call = request({
      socketPath: socket,
      path: `${LEASE_PATH}${switchesProxyOff ? `?${LEASE_SWITCHES_OFF}` : ''}`,
      headers: { authorization: `Bearer ${token}` },
      agent: false,
    });
    const timer = setTimeout(() => call.destroy(), PATIENCE_MS);
    const answer = (given: LeaseAnswer) => {
      clearTimeout(timer);
      resolve(given);
    };
    call.on('response', (response) => {
      response.resume();
      // The instance may end at any time; whoever runs the session learns that from its proxy.
      response.on('error', () => undefined);
      if (response.statusCode === GONE) return answer({ kind: 'ending' });
      // An instance of an earlier version knows no leases, and ends when it always did.
      if (response.statusCode === NOT_FOUND) return answer({ kind: 'held', release: () => undefined });
      // An open socket of ours must not keep this process alive.
      call.socket?.unref();
      answer({ kind: 'held', release: () => void call.destroy() });
    });
    call.on('error', () => answer({ kind: 'ending' }));
    call.end();
  });
}
