/** Finds out who has a port of this machine: nobody, a Code Proxy, or some other program. */
import { createServer } from 'node:net';
import { z } from 'zod';
import { errorCodeOf } from '../platform/error-code.ts';
import { askHttp } from './ask-http.ts';

export type PortOwner =
  | { readonly kind: 'free' | 'reserved' | 'no-address' | 'other-program' }
  /** `instanceId` null: a dashboard, which does not say it. */
  | { readonly kind: 'code-proxy'; readonly instanceId: string | null };

/** A proxy says its instance id, a dashboard what it is. */
const healthSchema = z.union([z.object({ instanceId: z.string() }), z.object({ app: z.literal('code-proxy') })]);

/** Listens there for a moment when it is free, so it must not be asked about a port that we are about to take. */
export async function whoListens(host: string, port: number, signal: AbortSignal): Promise<PortOwner> {
  const code = await tryToListen(host, port);
  switch (code) {
    case null:
      return { kind: 'free' };
    case 'EADDRINUSE':
      return (await codeProxyAt(baseUrlOf(host, port), signal)) ?? { kind: 'other-program' };
    // Windows keeps ranges for itself, Linux the ports below 1024.
    case 'EACCES':
    case 'EPERM':
      return { kind: 'reserved' };
    default:
      return { kind: 'no-address' };
  }
}

/** Null when nothing answers there, or something else than a Code Proxy. */
export async function codeProxyAt(baseUrl: string, signal: AbortSignal): Promise<Extract<PortOwner, { kind: 'code-proxy' }> | null> {
  try {
    const { text } = await askHttp({ url: new URL('/health', baseUrl), signal });
    const health = healthSchema.parse(JSON.parse(text));
    return { kind: 'code-proxy', instanceId: 'instanceId' in health ? health.instanceId : null };
  } catch {
    return null; // Refused, silent, no HTTP or no JSON of ours.
  }
}

/** Nobody can be asked at "every address"; this machine is one of them. */
export function baseUrlOf(host: string, port: number): string {
  const asked = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${asked.includes(':') ? `[${asked}]` : asked}:${port}`;
}

/** Null when it worked, else the system's code. */
function tryToListen(host: string, port: number): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const server = createServer();
  server.once('error', (error) => resolve(errorCodeOf(error) ?? 'UNKNOWN'));
  server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  return promise;
}
