/** The client of the benchmark, a process of its own: sends what a job says and reports every single time that it took. */
import { Agent, type IncomingMessage, request } from 'node:http';
import { type LoadJob, type LoadResult, loadJobSchema, type Target } from './messages.ts';
import { bodyOfSize, readFixture } from './request-bodies.ts';

const HEADERS = {
  'content-type': 'application/json',
  'user-agent': 'claude-cli/2.1.329 (external, sdk-cli)',
  'x-claude-code-session-id': '00000000-0000-4000-8000-000000000000',
  'x-app': 'cli',
  'anthropic-version': '2023-06-01',
  'anthropic-beta': 'claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27,effort-2025-11-24',
  'accept-encoding': 'gzip, deflate, br, zstd',
};
const STAMP = /@(\d+)@/g;
const NS_PER_MS = 1e6;
const agent = new Agent({ keepAlive: true });
const bodies = new Map<number, Buffer>();

/** Bodies below 60 KB grow from the smallest captured request, others from a first turn with its tools. */
function bodyFor(sizeBytes: number): Buffer {
  const made = bodies.get(sizeBytes) ?? bodyOfSize(sizeBytes, readFixture(sizeBytes < 60_000 ? '16-bare' : '01-print-first-turn'));
  bodies.set(sizeBytes, made);
  return made;
}

/** Resolves with the answer once its headers are there. */
function send(target: Target, query: string, body: Buffer): Promise<IncomingMessage> {
  const headers = { ...HEADERS, authorization: `Bearer ${target.token}`, 'content-length': `${body.length}` };
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(`/v1/messages?beta=true${query}`, target.url), { method: 'POST', agent, headers }, resolve);
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** @returns null when the answer was whole and good, else what was wrong with it */
async function drain(answer: IncomingMessage, onChunk: (chunk: Buffer) => void): Promise<string | null> {
  let end = '';
  for await (const chunk of answer) {
    if (!Buffer.isBuffer(chunk)) continue;
    onChunk(chunk);
    end = (end + chunk.toString('latin1')).slice(-200);
  }
  if (answer.statusCode !== 200) return `status ${answer.statusCode}: ${end}`;
  return end.includes('message_stop') ? null : 'the answer has no end';
}

async function runExchanges(job: Extract<LoadJob, { kind: 'exchanges' }>): Promise<LoadResult> {
  const body = bodyFor(job.sizeBytes);
  const samplesMs: number[] = [];
  const failures: string[] = [];
  let left = job.requests;
  const startedAtMs = performance.now();
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      const sentAtMs = performance.now();
      const failure = await drain(await send(job.target, '', body), () => undefined);
      samplesMs.push(performance.now() - sentAtMs);
      if (failure !== null) failures.push(failure);
    }
  };
  await Promise.all(Array.from({ length: job.atOnce }, worker));
  return { samplesMs, totalMs: performance.now() - startedAtMs, failures: failures.slice(0, 3) };
}

async function runStreams(job: Extract<LoadJob, { kind: 'streams' }>): Promise<LoadResult> {
  const body = bodyFor(10_000);
  const samplesMs: number[] = [];
  const failures: string[] = [];
  const startedAtMs = performance.now();
  const take = (chunk: Buffer) => {
    const now = process.hrtime.bigint();
    // A stamp that is split over two chunks is left out; at this rate that is one in thousands.
    for (const [, stamp = '0'] of chunk.toString('latin1').matchAll(STAMP)) samplesMs.push(Number(now - BigInt(stamp)) / NS_PER_MS);
  };
  const stream = async () => {
    const failure = await drain(await send(job.target, `&stream=${job.events}&every=${job.everyMs}`, body), take);
    if (failure !== null) failures.push(failure);
  };
  await Promise.all(Array.from({ length: job.streams }, stream));
  return { samplesMs, totalMs: performance.now() - startedAtMs, failures: failures.slice(0, 3) };
}

process.on('message', async (message) => {
  const job = loadJobSchema.parse(message);
  try {
    process.send?.(job.kind === 'exchanges' ? await runExchanges(job) : await runStreams(job));
  } catch (error) {
    process.send?.({ samplesMs: [], totalMs: 0, failures: [error instanceof Error ? error.message : String(error)] } satisfies LoadResult);
  }
});
process.on('disconnect', () => process.exit(0));
