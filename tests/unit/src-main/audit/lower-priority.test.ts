import { once } from 'node:events';
import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';

const FILE = new URL('../../../../src-main/audit/lower-priority.ts', import.meta.url);

/** Loads the file in a thread of its own and reports the thread's priority before and after, where there is one. */
const THREAD = `
const { parentPort, workerData } = require('node:worker_threads');
const { readlinkSync } = require('node:fs');
const { getPriority } = require('node:os');
const own = () => (process.platform === 'linux' ? getPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1))) : getPriority());
import(workerData).then(({ lowerPriority }) => {
  const before = own();
  lowerPriority();
  parentPort.postMessage([before, own()]);
});`;

it('lowers the priority of the thread that asks for it, and of no other', async () => {
  const ofProcess = getPriority();
  const thread = new Worker(THREAD, { eval: true, workerData: FILE.href });
  const [[before, after]] = await once(thread, 'message');
  await thread.terminate();
  expect(after).toBe(process.platform === 'linux' ? Math.min(19, before + 5) : before);
  expect(getPriority()).toBe(ofProcess);
});
