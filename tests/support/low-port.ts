/** A port to listen at, for tests that must know it before. */
import { createServer } from 'node:net';

/** Systems give out higher ones to whoever asks for any: a test beside this one, or a connection, could get one that was free a moment ago. */
const RANGE = { from: 20_000, to: 32_000 };

/** @returns A port of 127.0.0.1 that is free now, and that nobody gets by chance. */
export async function lowPort(): Promise<number> {
  for (;;) {
    const port = RANGE.from + Math.floor(Math.random() * (RANGE.to - RANGE.from));
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise<void>((resolve) => server.close(() => resolve()));
    return port;
  }
}
