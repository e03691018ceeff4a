/**
 * One instance per data folder. Whoever starts takes a short lock, asks the instance that instance.json names whether it
 * lives, and holds the lock until its own instance.json is written. So of two racing starts the second sees the first.
 */
import { request } from 'node:http';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { z } from 'zod';
import { AppError } from '../../src-shared/app-error.ts';
import { errorCodeOf } from '../platform/error-code.ts';
import { type Instance, readInstanceFile, removeInstanceFile, writeInstanceFile } from '../platform/instance-file.ts';
import type { Logger } from '../platform/logger.ts';
import { SerialQueue } from '../platform/serial-queue.ts';
import { INSTANCE_PATH } from './socket-host.ts';
import { removeSocket } from './socket-path.ts';

/** A live instance answers in a millisecond; one that is busy closing or starved gets this long. */
const PROBE_TIMEOUT_MS = 3_000;
/** A lock that was not refreshed for this long belongs to a process that died while starting. */
const LOCK_STALE_MS = 10_000;
/** Longer than LOCK_STALE_MS, so that a start waits out the lock of a dead one. */
const LOCK_PATIENCE_MS = 15_000;
const LOCK_RETRY_MS = 100;
/** A stop lets streams finish for a moment and flushes; nobody should wait longer for a process number used anew. */
const STOP_PATIENCE_MS = 5_000;

export interface InstanceClaimOptions {
  /** Path of instance.json. */
  readonly file: string;
  readonly logger: Logger;
  /** For tests; PROBE_TIMEOUT_MS. */
  readonly probeTimeoutMs?: number;
  /** For tests; STOP_PATIENCE_MS. */
  readonly stopPatienceMs?: number;
}

export interface AcquiredInstance {
  readonly kind: 'acquired';
  /** Writes instance.json and lets other starts go on; call it once the admin socket listens, and again when a URL changes. */
  announce(instance: Instance): Promise<void>;
  /** Removes instance.json, if it is still ours. Call it after the admin socket is closed, or when the start failed. */
  release(): Promise<void>;
}

export type InstanceClaim = AcquiredInstance | { readonly kind: 'running'; readonly instance: Instance };

/** DATA_FOLDER_LOCKED when the folder's instance lives but does not answer, or another start does not come to an end. */
export async function claimInstance(options: InstanceClaimOptions): Promise<InstanceClaim> {
  const unlock = await takeLock(options);
  try {
    const instance = await readInstanceFile(options.file);
    if (instance === null) return acquired(options, unlock);
    const answer = await probeInstance(instance, options.probeTimeoutMs ?? PROBE_TIMEOUT_MS);
    // Whoever keeps silent there for a dead process is not it.
    switch (answer === 'silent' && !isAlive(instance.pid) ? 'stranger' : answer) {
      case 'same':
        await unlock();
        return { kind: 'running', instance };
      case 'silent':
        throw new AppError(
          'DATA_FOLDER_LOCKED',
          `the data folder belongs to a Code Proxy (process ${instance.pid}) that does not answer; end that process and try again`,
        );
      case 'nobody':
        await waitForStop(options.file, instance, options.stopPatienceMs ?? STOP_PATIENCE_MS);
        await removeSocket(instance.socket);
        return acquired(options, unlock);
      case 'stranger':
        options.logger.warn('another program listens where an earlier instance did', { socket: instance.socket });
        return acquired(options, unlock);
    }
  } catch (error) {
    await unlock();
    throw error;
  }
}

function acquired({ file }: InstanceClaimOptions, unlock: () => Promise<void>): AcquiredInstance {
  const writes = new SerialQueue();
  let instanceId: string | null = null;
  let isReleased = false;
  return {
    kind: 'acquired',
    announce: (instance) =>
      writes.run(async () => {
        // One that was under way when the stop began must not bring the file back.
        if (isReleased) return;
        instanceId = instance.instanceId;
        await writeInstanceFile(file, instance);
        await unlock();
      }),
    async release() {
      isReleased = true;
      await writes.run(async () => {
        if (instanceId !== null) await removeInstanceFile(file, instanceId);
        await unlock();
      });
    },
  };
}

/**
 * An instance that stops closes its socket first and its database a moment later, and then removes its file. Whoever starts
 * meanwhile waits for that. A file that a crash left names a dead process; should its number have gone to another program,
 * the wait is in vain and ends.
 */
async function waitForStop(file: string, instance: Instance, patienceMs: number): Promise<void> {
  const patientUntilMs = performance.now() + patienceMs;
  while (instance.pid !== process.pid && isAlive(instance.pid) && performance.now() < patientUntilMs) {
    if ((await readInstanceFile(file))?.instanceId !== instance.instanceId) return;
    await setTimeout(LOCK_RETRY_MS);
  }
}

/** Returns a function that gives the lock back; calling it again does nothing. */
async function takeLock(options: InstanceClaimOptions): Promise<() => Promise<void>> {
  const release = await waitForLock(options);
  let isHeld = true;
  return async () => {
    if (!isHeld) return;
    isHeld = false;
    try {
      await release();
    } catch (error) {
      // It was taken away before, so there is nothing left to give back.
      options.logger.warn('the start lock could not be given back', { error });
    }
  };
}

async function waitForLock({ file, logger }: InstanceClaimOptions): Promise<() => Promise<void>> {
  const patientUntilMs = performance.now() + LOCK_PATIENCE_MS;
  for (;;) {
    try {
      return await lock(file, {
        // The file need not exist yet.
        realpath: false,
        stale: LOCK_STALE_MS,
        // Without a handler a lock that is taken away would throw inside a timer and end the process.
        onCompromised: (error) => logger.warn('the start lock was taken away', { error }),
      });
    } catch (error) {
      // Only a lock that another start holds is worth waiting for.
      if (errorCodeOf(error) !== 'ELOCKED') {
        throw new AppError('DATA_FOLDER_UNWRITABLE', `cannot write to the data folder ${dirname(file)}`, { cause: error });
      }
      if (performance.now() > patientUntilMs) {
        throw new AppError('DATA_FOLDER_LOCKED', 'another Code Proxy is starting on this data folder and does not get ready', { cause: error });
      }
    }
    await setTimeout(LOCK_RETRY_MS);
  }
}

const answerSchema = z.object({ instanceId: z.string() });

/**
 * Who listens at an instance's socket. `same`: it. `stranger`: something else. `nobody`: no one. `silent`: the connection was
 * taken, but no answer came in time.
 */
export function probeInstance(instance: Instance, timeoutMs: number): Promise<'same' | 'stranger' | 'nobody' | 'silent'> {
  return new Promise((resolve) => {
    let isConnected = false;
    const call = request({
      socketPath: instance.socket,
      path: INSTANCE_PATH,
      headers: { authorization: `Bearer ${instance.token}` },
      signal: AbortSignal.timeout(timeoutMs),
    });
    call.on('socket', (socket) => socket.once('connect', () => (isConnected = true)));
    call.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('error', () => resolve('silent'));
      response.on('end', () => resolve(isAnswerOf(instance, text) ? 'same' : 'stranger'));
    });
    call.on('error', (error) => {
      if (error.name === 'AbortError' || error.name === 'TimeoutError') resolve(isConnected ? 'silent' : 'nobody');
      else resolve(isConnected ? 'stranger' : 'nobody');
    });
    call.end();
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to someone else.
    return errorCodeOf(error) === 'EPERM';
  }
}

function isAnswerOf(instance: Instance, text: string): boolean {
  try {
    return answerSchema.parse(JSON.parse(text)).instanceId === instance.instanceId;
  } catch {
    // Not JSON or not this shape: not a Code Proxy.
    return false;
  }
}
