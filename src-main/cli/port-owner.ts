/** Says who holds a port that could not be taken, if it is a Code Proxy: with another data folder it is easily forgotten. */
import { z } from 'zod';
import { AppError } from '../../src-shared/app-error.ts';

/** It is on this machine: it answers at once or is something else. */
const ANSWER_TIMEOUT_MS = 1_000;

const healthSchema = z.object({ instanceId: z.string() });

/** The error as it was, or one that names the other Code Proxy. Never rejects. */
export async function withPortOwner(error: AppError, address: { readonly host: string; readonly port: number }): Promise<AppError> {
  if (error.code !== 'PORT_IN_USE' || !(await isCodeProxy(address))) return error;
  const what = `port ${address.port} is used by another Code Proxy, which has another data folder`;
  return new AppError('PORT_IN_USE', `${what} – stop that one, or choose another port with --port`, {
    cause: error,
    repair: 'choose-port',
    ...(error.field === undefined ? {} : { field: error.field }),
  });
}

async function isCodeProxy({ host, port }: { readonly host: string; readonly port: number }): Promise<boolean> {
  try {
    const answer = await fetch(`http://${host.includes(':') ? `[${host}]` : host}:${port}/health`, {
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    return healthSchema.safeParse(await answer.json()).success;
  } catch {
    return false; // No HTTP, no JSON or no answer: some other program.
  }
}
