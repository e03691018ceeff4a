import { afterEach, describe, expect, it } from 'vitest';
import { ExchangeCounters } from '../../../../src-main/operations/exchange-counters.ts';
import { MetricsPage } from '../../../../src-main/operations/metrics-page.ts';
import { sampleAttempt, sampleEndpoint, sampleExchange } from '../../../support/admin-services.ts';

const page = new MetricsPage();
afterEach(() => page.stop());

const now = (counters: ExchangeCounters) => ({
  version: '1.2.3',
  startedAtMs: 5_000,
  counted: counters.read(),
  endpoints: [
    sampleEndpoint({ name: 'a "quoted"\nname' }),
    sampleEndpoint({ state: { ...sampleEndpoint().state, kind: 'resting', liveExchanges: 3 } }),
  ],
  liveExchanges: 4,
  waitingExchanges: 1,
  heldBytes: 2_048,
  storageQueue: 7,
});

describe('MetricsPage', () => {
  it('writes what was counted and how things are in the text format', async () => {
    page.start();
    const counters = new ExchangeCounters();
    const ended = sampleExchange({ outcome: 'delivered', startedAtMs: 0, firstByteAtMs: 200, endedAtMs: 3_000 });
    counters.finished(ended, [sampleAttempt({ verdict: 'deliver', ruleId: 'success' })]);
    const used = { inputTokens: 1, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 0, source: 'reported' } as const;
    counters.finished(sampleExchange(), [sampleAttempt({ endpoint: 'Second', usage: used, costMicroUsd: 12_345 }), sampleAttempt({ usage: used })]);
    const { contentType, text } = await page.render(now(counters));
    const lines = text.split('\n');
    expect(contentType).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(lines).toEqual(
      expect.arrayContaining([
        'code_proxy_exchanges_total{kind="messages",outcome="delivered"} 1',
        'code_proxy_attempts_total{endpoint="First",verdict="deliver",rule="success"} 1',
        'code_proxy_tokens_total{kind="output"} 0',
        'code_proxy_cost_usd_total{endpoint="Second"} 0.012345',
        'code_proxy_unpriced_attempts_total{endpoint="First"} 1',
        '# TYPE code_proxy_first_byte_seconds histogram',
        'code_proxy_first_byte_seconds_bucket{le="0.1"} 0',
        'code_proxy_first_byte_seconds_bucket{le="0.25"} 1',
        'code_proxy_first_byte_seconds_bucket{le="+Inf"} 1',
        'code_proxy_first_byte_seconds_sum 0.2',
        'code_proxy_first_byte_seconds_count 1',
        'code_proxy_exchange_seconds_bucket{le="2.5"} 0',
        'code_proxy_exchange_seconds_sum 3',
        'code_proxy_info{version="1.2.3"} 1',
        'code_proxy_endpoints{state="resting"} 1',
        'code_proxy_endpoint_live{endpoint="First"} 3',
        'code_proxy_endpoint_live{endpoint="a \\"quoted\\"\\nname"} 0',
        'code_proxy_live_exchanges 4',
        'code_proxy_waiting_exchanges 1',
        'code_proxy_held_bytes 2048',
        'code_proxy_storage_queue 7',
        'process_start_time_seconds 5',
      ]),
    );
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
    for (const line of lines) expect(line).toMatch(/^$|^# (HELP|TYPE) |^[a-z_]+(\{.*\})? -?[\d.e+-]+$/);
  });

  it('tells how late the event loop was, not how often it was looked at', async () => {
    const intervalsMs: Record<number, number> = { 50: 20, 90: 21, 99: 45 };
    const delay = {
      count: 3,
      max: 70e6,
      percentile: (share: number) => (intervalsMs[share] ?? Number.NaN) * 1e6,
      enable: () => true,
      disable: () => true,
      reset: () => undefined,
    };
    const { text } = await new MetricsPage({ delay }).render(now(new ExchangeCounters()));
    expect(text.split('\n').filter((line) => line.startsWith('code_proxy_event_loop_delay_seconds{'))).toEqual([
      'code_proxy_event_loop_delay_seconds{quantile="0.5"} 0',
      'code_proxy_event_loop_delay_seconds{quantile="0.9"} 0.001',
      'code_proxy_event_loop_delay_seconds{quantile="0.99"} 0.025',
      'code_proxy_event_loop_delay_seconds{quantile="1"} 0.05',
    ]);
  });

  it('gives the same answer again: nothing is counted twice, and an empty page is one too', async () => {
    const counters = new ExchangeCounters();
    const first = await page.render(now(counters));
    const second = await page.render(now(counters));
    const counts = (text: string) => text.split('\n').filter((line) => line.startsWith('code_proxy_') && !line.includes('event_loop'));
    expect(counts(second.text)).toEqual(counts(first.text));
    expect(counts(first.text)).toContain('code_proxy_exchange_seconds_count 0');
    // A sample without labels would be another series than those that come later.
    expect(first.text).not.toMatch(/^code_proxy_(exchanges|attempts|cost_usd|unpriced_attempts)_total /m);
  });
});
