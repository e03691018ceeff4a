import { describe, expect, it } from 'vitest';
import { SerialQueue } from '../../../../src-main/platform/serial-queue.ts';

describe('SerialQueue', () => {
  it('begins a task only when the one before has ended', async () => {
    const queue = new SerialQueue();
    const gate = Promise.withResolvers<string>();
    const log: string[] = [];
    const first = queue.run(async () => {
      log.push('first begins');
      const value = await gate.promise;
      log.push('first ends');
      return value;
    });
    const second = queue.run(async () => {
      log.push('second');
    });
    await new Promise(setImmediate);
    expect(log).toEqual(['first begins']);
    gate.resolve('value');
    await second;
    expect([await first, log]).toEqual(['value', ['first begins', 'first ends', 'second']]);
  });

  it('goes on after a failure, which reaches only its own caller', async () => {
    const queue = new SerialQueue();
    const failed = queue.run(() => Promise.reject(new Error('no')));
    const next = queue.run(async () => 'yes');
    await expect(failed).rejects.toThrow('no');
    await expect(next).resolves.toBe('yes');
    await queue.idle();
  });
});
