/** Which of the addresses in settings.json files lead to a Code Proxy that is gone. */
import type { WrittenAddress } from './ports.ts';
import { codeProxyAt } from './who-listens.ts';

export interface StaleAddress {
  readonly file: string;
  readonly url: string;
}

export async function staleAddresses(written: readonly WrittenAddress[], signal: AbortSignal): Promise<readonly StaleAddress[]> {
  const judged = await Promise.all(
    written.map(async ({ file, url }) => (url === null || (await codeProxyAt(url, signal)) !== null ? [] : [{ file, url }])),
  );
  return judged.flat();
}
