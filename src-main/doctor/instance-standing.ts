/** Whether the instance that instance.json names still lives: somebody accepts at its socket, or nobody does. */
import { connect } from 'node:net';
import { type Instance, readInstanceFile } from '../platform/instance-file.ts';

export type InstanceStanding = { readonly kind: 'none' } | { readonly kind: 'accepts' | 'gone'; readonly instance: Instance };

/** A live one accepts in a millisecond; the system does so for one that hangs. */
const PATIENCE_MS = 2_000;

/** A process number proves nothing, since numbers are used again; the socket does. Rejects when the file may not be read. */
export async function instanceStanding(file: string): Promise<InstanceStanding> {
  const instance = await readInstanceFile(file);
  if (instance === null) return { kind: 'none' };
  return { kind: (await accepts(instance.socket)) ? 'accepts' : 'gone', instance };
}

function accepts(socketPath: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ path: socketPath });
  const finish = (isThere: boolean) => {
    socket.destroy();
    resolve(isThere);
  };
  // Whoever leaves a connection waiting is there all the same.
  socket.setTimeout(PATIENCE_MS, () => finish(true));
  socket.once('connect', () => finish(true));
  socket.once('error', () => finish(false));
  return promise;
}
