/** The body of every refusal by an admin host, as hostErrorSchema describes it. */
import type { ServerResponse } from 'node:http';
import type { AppErrorCode } from '../../src-shared/app-error.ts';

export function sendHostError(response: ServerResponse, status: number, code: AppErrorCode, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify({ error: { code, message } }));
}
