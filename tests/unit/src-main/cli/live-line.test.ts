import { describe, expect, it } from 'vitest';
import { liveText, showLiveLine } from '../../../../src-main/cli/live-line.ts';
import { createTextStyle } from '../../../../src-main/cli/text-style.ts';
import type { FeedEvent } from '../../../../src-shared/feed-events.ts';
import { fakeAdminServices, sampleExchange } from '../../../support/admin-services.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const plain = createTextStyle({ isTerminal: false, columns: 80, environment: {} });
const status = fakeAdminServices().status();

async function shown(events: readonly FeedEvent[], columns = 80) {
  const clock = new FakeClock();
  const written: string[] = [];
  async function* feed() {
    for (const event of events) {
      yield { event };
      clock.advance(600);
    }
  }
  await showLiveLine({
    events: feed(),
    status: () => status,
    style: { ...plain, columns },
    write: (text) => void written.push(text),
    setTimer: (delayMs, task) => clock.setTimer(delayMs, task),
  });
  return written;
}

describe('showLiveLine', () => {
  it('rewrites one line as requests end and erases it at the end', async () => {
    const finished: FeedEvent = { type: 'exchange-finished', exchange: sampleExchange() };
    expect(await shown([finished])).toEqual([
      '\r\u001b[2Kproxy running · endpoints 1 ready · 0 live · 0 requests done',
      '\r\u001b[2Kproxy running · endpoints 1 ready · 0 live · 1 request done',
      '\r\u001b[2K',
    ]);
  });

  it('keeps notices above the line', async () => {
    const written = await shown([{ type: 'notice', level: 'warning', code: 'endpoint-resting', values: { endpoint: 'main' } }]);
    expect(written[1]).toBe('\r\u001b[2Kendpoint-resting: main\n');
  });

  it('never wraps', async () => {
    const [first] = await shown([], 20);
    expect(first).toBe('\r\u001b[2Kproxy running · end');
  });
});

describe('liveText', () => {
  it('names resting and disabled endpoints only when there are some', () => {
    const text = liveText(plain, { ...status, endpoints: { ready: 0, resting: 2, disabled: 1 }, liveExchanges: 3 }, 1_200);
    expect(text).toBe('proxy running · endpoints 0 ready, 2 resting, 1 disabled · 3 live · 1,200 requests done');
  });
});
