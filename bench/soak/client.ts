/** One client of the soak: asks again and again, leaves now and then, and keeps book of what it saw of each request. */
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { between, type Random } from '../../src-main/demo/seeded-random.ts';
import type { ClientView } from './ledger.ts';

export interface ClientOptions {
  readonly proxyUrl: string;
  readonly token: string;
  readonly name: string;
  readonly random: Random;
  /** Share of requests that are abandoned, 0 to 1. */
  readonly leaveShareRatio: number;
  readonly isOver: () => boolean;
}

const LONGEST_PATIENCE_MS = 300;
const LONGEST_THINKING_MS = 60;

export async function runClient(options: ClientOptions): Promise<ClientView[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const views: ClientView[] = [];
  for (let number = 1; !options.isOver(); number += 1) {
    views.push(await ask(options, agent, `${options.name}-${number}`));
    await sleep(between(options.random, 0, LONGEST_THINKING_MS));
  }
  agent.destroy();
  return views;
}

function ask({ proxyUrl, token, random, leaveShareRatio }: ClientOptions, agent: Agent, session: string): Promise<ClientView> {
  const isStream = random() < 0.75;
  const isClaudeCode = random() < 0.5;
  const path = random() < 0.05 ? '/v1/messages/count_tokens' : '/v1/messages';
  const content = 'x'.repeat(random() < 0.03 ? 1_500_000 : between(random, 10, 40_000));
  const body = JSON.stringify({ model: 'claude-sonnet-5', stream: isStream, messages: [{ role: 'user', content }] });
  const leaveAfterMs = random() < leaveShareRatio ? between(random, 0, LONGEST_PATIENCE_MS) : null;
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'user-agent': isClaudeCode ? 'claude-cli/2.1.329 (external, cli)' : 'soak/1',
    'x-claude-code-session-id': session,
    'x-soak-stream': isStream ? '1' : '0',
  };
  return new Promise((resolve) => {
    let exchangeId: string | null = null;
    let hasLeft = false;
    const base = { session, isClaudeCode, isStream };
    const request = httpRequest(new URL(path, proxyUrl), { method: 'POST', agent, headers }, (response) => {
      exchangeId = String(response.headers['x-code-proxy-exchange'] ?? '');
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => undefined);
      response.on('close', () => {
        clearTimeout(timer);
        const ending = hasLeft ? 'left' : response.complete ? 'whole' : 'cut';
        resolve({ ...base, exchangeId, status: response.statusCode ?? 0, ending, text: textOf(response, Buffer.concat(chunks)) });
      });
    });
    request.on('error', () => {
      clearTimeout(timer);
      if (exchangeId === null) resolve({ ...base, exchangeId, status: null, ending: hasLeft ? 'left' : 'no-answer', text: '' });
    });
    const leave = () => {
      hasLeft = true;
      request.destroy();
    };
    const timer = leaveAfterMs === null ? undefined : setTimeout(leave, leaveAfterMs);
    request.end(body);
  });
}

function textOf(response: IncomingMessage, bytes: Buffer): string {
  if (response.headers['content-encoding'] !== 'gzip' || !response.complete) return bytes.toString();
  return gunzipSync(bytes).toString();
}
