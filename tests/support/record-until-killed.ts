/**
 * A process that records exchanges until it is killed: `node record-until-killed.ts <database file>`. Says on stdout what it
 * told the recorder and when, one line each: `started|finished <id> <Unix ms>`; `ready` once the storage runs.
 */
import { v7 as uuidv7 } from 'uuid';
import { systemClock } from '../../src-main/platform/clock.ts';
import { silentLogger } from '../../src-main/platform/logger.ts';
import { Storage } from '../../src-main/storage/storage.ts';
import { sampleAttempt, sampleEnd, sampleStart } from './sample-exchange.ts';

const [, , file] = process.argv;
if (file === undefined) throw new Error('the database file is missing');

const storage = new Storage({ file, clock: systemClock, logger: silentLogger });
await storage.start();
process.stdout.write('ready\n');

setInterval(() => {
  const start = sampleStart({ id: uuidv7(), startedAtMs: Date.now() });
  storage.recorder.started(start);
  process.stdout.write(`started ${start.id} ${Date.now()}\n`);
  const attempt = sampleAttempt({ startedAtMs: Date.now() });
  storage.recorder.attempted(start.id, { ...attempt, verdict: null, status: null, usage: null, costMicroUsd: null });
  // Some end soon, some are still under way when the process is killed.
  const lastsMs = Math.random() * 400;
  setTimeout(() => {
    storage.recorder.finished(sampleEnd(start, [attempt]), [attempt]);
    process.stdout.write(`finished ${start.id} ${Date.now()}\n`);
  }, lastsMs);
}, 2);
