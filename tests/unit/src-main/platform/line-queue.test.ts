import { describe, expect, it } from 'vitest';
import { LineQueue, type LineSink } from '../../../../src-main/platform/line-queue.ts';

/** A sink whose writes wait until the test lets them through. */
class GatedSink implements LineSink {
  readonly written: string[] = [];
  isBroken = false;
  isClosed = false;
  gate: Promise<void> = Promise.resolve();

  async write(chunk: string): Promise<void> {
    await this.gate;
    if (this.isBroken) throw new Error('broken');
    this.written.push(chunk);
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }
}

function queueOn(sink: LineSink, limitCharacters?: number) {
  const failures: unknown[] = [];
  const queue = new LineQueue({
    sink,
    onFailure: (error) => failures.push(error),
    retryDelayMs: 1,
    ...(limitCharacters === undefined ? {} : { limitCharacters }),
  });
  return { queue, failures };
}

describe('LineQueue', () => {
  it('gathers the lines of a moment and writes them by itself', async () => {
    const sink = new GatedSink();
    const { queue } = queueOn(sink);
    queue.push('a\n');
    await Promise.resolve();
    queue.push('b\n');
    await expect.poll(() => sink.written).toEqual(['a\nb\n']);
    queue.push('c\n');
    await expect.poll(() => sink.written).toEqual(['a\nb\n', 'c\n']);
  });

  it('returns before anything is written, then writes what came together in one go', async () => {
    const sink = new GatedSink();
    const { queue } = queueOn(sink);
    queue.push('a\n');
    queue.push('b\n');
    expect(sink.written).toEqual([]);
    await queue.flush();
    expect(sink.written).toEqual(['a\nb\n']);
  });

  it('keeps the order of lines that come while a write is under way', async () => {
    const sink = new GatedSink();
    const { queue } = queueOn(sink);
    const gate = Promise.withResolvers<void>();
    sink.gate = gate.promise;
    queue.push('1\n');
    await Promise.resolve();
    await Promise.resolve();
    queue.push('2\n');
    gate.resolve();
    await queue.flush();
    expect(sink.written.join('')).toBe('1\n2\n');
  });

  it('keeps its lines while the sink fails, reports that once, and writes each line once afterwards', async () => {
    const sink = new GatedSink();
    const { queue, failures } = queueOn(sink);
    sink.isBroken = true;
    queue.push('1\n');
    await queue.flush();
    await queue.flush();
    queue.push('2\n');
    expect(failures).toHaveLength(1);
    sink.isBroken = false;
    await queue.flush();
    expect(sink.written.join('')).toBe('1\n2\n');
    sink.isBroken = true;
    queue.push('3\n');
    await queue.flush();
    expect(failures).toHaveLength(2);
    await queue.close();
  });

  it('tries again by itself', async () => {
    const recovered = Promise.withResolvers<string>();
    let tries = 0;
    const { queue } = queueOn({
      write: async (chunk) => {
        tries += 1;
        if (tries < 3) throw new Error('not yet');
        recovered.resolve(chunk);
      },
      close: async () => undefined,
    });
    queue.push('late\n');
    const keepAlive = setInterval(() => undefined, 1_000);
    expect(await recovered.promise).toBe('late\n');
    clearInterval(keepAlive);
    expect(tries).toBe(3);
  });

  it('counts what it cannot keep instead of growing', async () => {
    const sink = new GatedSink();
    sink.isBroken = true;
    const { queue } = queueOn(sink, 10);
    for (let index = 0; index < 20; index += 1) queue.push('12345\n');
    expect(queue.takeDropped()).toBe(19);
    expect(queue.takeDropped()).toBe(0);
    sink.isBroken = false;
    await queue.flush();
    expect(sink.written).toEqual(['12345\n']);
  });

  it('writes everything before it closes, and nothing afterwards', async () => {
    const sink = new GatedSink();
    const { queue } = queueOn(sink);
    queue.push('last\n');
    await queue.close();
    queue.push('too late\n');
    await queue.flush();
    expect([sink.written, sink.isClosed]).toEqual([['last\n'], true]);
  });
});
