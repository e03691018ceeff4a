import { describe, expect, it, onTestFinished } from 'vitest';
import { EventFeed } from '../../../../src-main/admin/event-feed.ts';
import type { FeedItem } from '../../../../src-main/admin/ports.ts';
import type { FeedEvent } from '../../../../src-shared/feed-events.ts';
import { sampleExchange } from '../../../support/admin-services.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

/** @param options.isWatched  Whether a reader is there from the beginning, so that events are kept. */
function setUp({ isWatched = true, ...limits }: { ringSize?: number; readerLagLimit?: number; isWatched?: boolean } = {}) {
  const clock = new FakeClock();
  const feed = new EventFeed({ instanceId: 'me', clock, ...limits });
  onTestFinished(() => feed.close());
  if (isWatched) void feed.read(null, new AbortController().signal).next();
  const notice = (code: string): FeedEvent => ({ type: 'notice', level: 'info', code, values: {} });
  const publish = (...codes: string[]) => {
    for (const code of codes) feed.publish(notice(code));
  };
  return { clock, feed, publish };
}

/** A reader that is asked step by step. */
function open(feed: EventFeed, cursor: string | null) {
  const stop = new AbortController();
  const items = feed.read(cursor, stop.signal);
  return {
    async take(count: number): Promise<string[]> {
      const taken: string[] = [];
      for (let n = 0; n < count; n++) taken.push(describeItem((await items.next()).value ?? null));
      return taken;
    },
    next: () => items.next(),
    stop: () => stop.abort(),
  };
}

function describeItem(item: FeedItem | null): string {
  if (item === null) return 'end';
  return `${item.cursor} ${item.event.type === 'notice' ? item.event.code : item.event.type}`;
}

const progress = (exchangeId: string, responseBytes: number): FeedEvent => ({
  type: 'exchange-progress',
  exchangeId,
  responseBytes,
  outputTokens: 0,
});

describe('EventFeed', () => {
  it('numbers events and begins a reader without a cursor with one reset', async () => {
    const { feed, publish } = setUp();
    publish('old');
    const reader = open(feed, null);
    expect(await reader.take(1)).toEqual(['me:1 reset']);
    publish('a', 'b');
    expect(await reader.take(2)).toEqual(['me:2 a', 'me:3 b']);
  });

  it('replays exactly what came after the cursor, then goes on live', async () => {
    const { feed, publish } = setUp();
    publish('a', 'b', 'c');
    const reader = open(feed, 'me:1');
    expect(await reader.take(2)).toEqual(['me:2 b', 'me:3 c']);
    const waiting = reader.take(1);
    publish('d');
    expect(await waiting).toEqual(['me:4 d']);
  });

  it.each([
    ['another instance', 'you:1'],
    ['the future', 'me:99'],
    ['no number', 'me:x'],
    ['a negative number', 'me:-1'],
    ['no separator', 'me'],
    ['nothing', ''],
  ])('answers a cursor of %s with one reset', async (_name, cursor) => {
    const { feed, publish } = setUp();
    publish('a', 'b');
    const reader = open(feed, cursor);
    expect(await reader.take(1)).toEqual(['me:2 reset']);
    publish('c');
    expect(await reader.take(1)).toEqual(['me:3 c']);
  });

  it('answers a cursor that fell out of the ring with one reset, and one at its very end with all of it', async () => {
    const { feed, publish } = setUp({ ringSize: 3 });
    publish('a', 'b', 'c', 'd');
    expect(await open(feed, 'me:0').take(1)).toEqual(['me:4 reset']);
    expect(await open(feed, 'me:1').take(3)).toEqual(['me:2 b', 'me:3 c', 'me:4 d']);
  });

  it('keeps nothing before the first reader, and all for five minutes after the last one', async () => {
    const { feed, publish, clock } = setUp({ isWatched: false });
    publish('a', 'b');
    const reader = open(feed, 'me:1');
    expect(await reader.take(1)).toEqual(['me:2 reset']);
    const end = reader.next();
    reader.stop();
    await end;
    clock.advance(299_000);
    publish('c');
    const returning = open(feed, 'me:2');
    expect(await returning.take(1)).toEqual(['me:3 c']);
    const secondEnd = returning.next();
    returning.stop();
    await secondEnd;
    clock.advance(301_000);
    publish('d');
    expect(await open(feed, 'me:3').take(1)).toEqual(['me:4 reset']);
  });

  it('loses nothing of what was kept to a reader that returns in time, though nothing happened meanwhile', async () => {
    const { feed, publish, clock } = setUp({ isWatched: false });
    const reader = open(feed, null);
    await reader.take(1);
    publish('a');
    const rest = reader.take(2);
    reader.stop();
    expect(await rest).toEqual(['me:1 a', 'end']);
    clock.advance(600_000);
    const back = open(feed, 'me:1').take(1);
    publish('b');
    expect(await back).toEqual(['me:2 b']);
  });

  it('resets a connected reader that lags behind too far, and lets it go on from there', async () => {
    const { feed, publish } = setUp({ readerLagLimit: 2 });
    const reader = open(feed, null);
    await reader.take(1);
    publish('a', 'b', 'c');
    expect(await reader.take(1)).toEqual(['me:3 reset']);
    publish('d', 'e');
    expect(await reader.take(2)).toEqual(['me:4 d', 'me:5 e']);
  });

  it('does not count what a returning reader missed as lag', async () => {
    const { feed, publish } = setUp({ ringSize: 10, readerLagLimit: 2 });
    publish('a', 'b', 'c', 'd');
    const reader = open(feed, 'me:0');
    expect(await reader.take(1)).toEqual(['me:1 a']);
    publish('e', 'f');
    expect(await reader.take(5)).toEqual(['me:2 b', 'me:3 c', 'me:4 d', 'me:5 e', 'me:6 f']);
  });

  it('does not let a slow reader slow down another one', async () => {
    const { feed, publish } = setUp({ readerLagLimit: 2 });
    const slow = open(feed, null);
    const quick = open(feed, null);
    await Promise.all([slow.take(1), quick.take(1)]);
    for (const code of ['a', 'b', 'c', 'd']) {
      publish(code);
      expect(await quick.take(1)).toEqual([expect.stringContaining(` ${code}`)]);
    }
    expect(await slow.take(1)).toEqual(['me:4 reset']);
  });

  it('ends a waiting reader when its signal aborts, and all readers when it is closed', async () => {
    const { feed, publish } = setUp({ isWatched: false });
    const [leaving, staying] = [open(feed, 'me:0'), open(feed, 'me:0')];
    const [left, stayed] = [leaving.next(), staying.next()];
    expect(feed.readerCount).toBe(2);
    leaving.stop();
    expect(await left).toEqual({ done: true, value: undefined });
    expect(feed.readerCount).toBe(1);
    feed.close();
    expect(await stayed).toEqual({ done: true, value: undefined });
    publish('too late');
    expect(feed.readerCount).toBe(0);
  });

  it('merges progress to the first at once and then the newest every 250 ms, for each exchange on its own', async () => {
    const { feed, clock } = setUp();
    const reader = open(feed, 'me:0');
    const bytes = async (count: number) => {
      const taken: unknown[] = [];
      for (let n = 0; n < count; n++) {
        const { value } = await reader.next();
        if (value?.event.type === 'exchange-progress') taken.push(`${value.event.exchangeId} ${value.event.responseBytes}`);
      }
      return taken;
    };
    for (let n = 1; n <= 5; n++) feed.publish(progress('x', n));
    feed.publish(progress('y', 70));
    expect(await bytes(2)).toEqual(['x 1', 'y 70']);
    clock.advance(250);
    expect(await bytes(1)).toEqual(['x 5']);
    clock.advance(249);
    feed.publish(progress('x', 6));
    clock.advance(1);
    expect(await bytes(1)).toEqual(['x 6']);
    clock.advance(10_000);
    expect(clock.pendingTimers).toBe(0);
  });

  it('says nothing of an exchange after its end', async () => {
    const { feed, clock, publish } = setUp();
    feed.publish(progress('exchange-1', 1));
    feed.publish(progress('exchange-1', 2));
    feed.publish({ type: 'exchange-finished', exchange: sampleExchange({ outcome: 'delivered' }) });
    clock.advance(10_000);
    publish('after');
    expect(await open(feed, 'me:0').take(3)).toEqual(['me:1 exchange-progress', 'me:2 exchange-finished', 'me:3 after']);
  });

  it('keeps no reader after it was opened and left a hundred times', async () => {
    const { feed } = setUp({ isWatched: false });
    for (let n = 0; n < 100; n++) {
      const reader = open(feed, null);
      await reader.take(1);
      const waiting = reader.next();
      reader.stop();
      await waiting;
    }
    expect(feed.readerCount).toBe(0);
  });
});
