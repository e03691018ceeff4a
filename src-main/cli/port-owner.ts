/** Says who holds a port that could not be taken, if it is a Code Proxy: with another data folder it is easily forgotten. */
import { z } from 'zod';
import { AppError } from '../../src-shared/app-error.ts';

/** It is on this machine: it answers as soon as that has a moment, or is something else. */
const ANSWER_TIMEOUT_MS = 3_000;

/** What a failed `listen` says of itself. */
const listenFaultSchema = z.object({ address: z.string(), port: z.number() });
/** A proxy says its instance id, a dashboard what it is. */
const healthSchema = z.union([z.object({ instanceId: z.string() }), z.object({ app: z.literal('code-proxy') })]);

/** The error as it was, or one that names the other Code Proxy. Never rejects. */
export async function withPortOwner(error: AppError): Promise<AppError> {
  const fault = listenFaultSchema.safeParse(error.cause);
  if (error.code !== 'PORT_IN_USE' || !fault.success || !(await isCodeProxy(fault.data))) return error;
  const option = error.field === 'admin.port' ? '--admin-port' : '--port';
  const what = `port ${fault.data.port} is used by another Code Proxy, which has another data folder`;
  return new AppError('PORT_IN_USE', `${what} – stop that one, or choose another port with ${option}`, {
    cause: error,
    repair: 'choose-port',
    ...(error.field === undefined ? {} : { field: error.field }),
  });
}

async function isCodeProxy({ address, port }: z.infer<typeof listenFaultSchema>): Promise<boolean> {
  // Nobody can be asked at "every address"; this machine is one of them.
  const host = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address;
  try {
    const answer = await fetch(`http://${host.includes(':') ? `[${host}]` : host}:${port}/health`, {
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    return healthSchema.safeParse(await answer.json()).success;
  } catch {
    return false; // No HTTP, no JSON or no answer: some other program.
  }
}
