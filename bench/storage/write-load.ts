/** Records exchanges at an even pace, as the data path would under load: start, attempts, end. */
import { seededRandom } from '../../src-main/demo/seeded-random.ts';
import { Conversations } from '../seed/conversation.ts';
import { Routes } from '../seed/route.ts';
import { ExchangeMaker } from '../seed/seeded-exchange.ts';
import type { StorageRig } from './storage-rig.ts';

const TICK_MS = 5;

/** @returns Ends it; tells how many exchanges were recorded. */
export function startWriteLoad(rig: StorageRig, perSecond: number, seed: number): () => number {
  const random = seededRandom(seed);
  const maker = new ExchangeMaker({ random, conversations: new Conversations(random), routes: new Routes(random) });
  const startedAtMs = performance.now();
  let recorded = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedAtMs) / 1_000) * perSecond);
    for (; recorded < due; recorded += 1) {
      const { exchange, attempts } = maker.make(Date.now(), 1);
      rig.record({ step: 'started', exchange: { ...exchange, outcome: null } });
      for (const attempt of attempts) rig.record({ step: 'attempted', exchangeId: exchange.id, attempt });
      rig.record({ step: 'finished', exchange, attempts: [...attempts] });
    }
  }, TICK_MS);
  return () => {
    clearInterval(timer);
    return recorded;
  };
}
