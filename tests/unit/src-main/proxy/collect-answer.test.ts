import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../../src-main/platform/clock.ts';
import { type CollectOptions, collectAnswer } from '../../../../src-main/proxy/collect-answer.ts';
import { UpstreamClient } from '../../../../src-main/proxy/upstream-client.ts';
import { useDataPath } from '../../../support/data-path-fixture.ts';
import { answer, type FakeEndpoint, silence, streamText } from '../../../support/fake-endpoint.ts';

const { fake } = useDataPath();

function collect(endpoint: FakeEndpoint, options: Partial<CollectOptions> = {}, headers: string[] = []) {
  const upstream = new UpstreamClient({ connectTimeoutMs: 2_000, proxyFor: () => null, extraCaPem: null });
  onTestFinished(() => upstream.stop());
  return collectAnswer(
    { origin: endpoint.url, path: '/', method: 'GET', headers, body: null },
    {
      upstream,
      clock: systemClock,
      signal: new AbortController().signal,
      limitMs: 10_000,
      maxBytes: 1_048_576,
      onChunk: () => undefined,
      ...options,
    },
  );
}

describe('collectAnswer', () => {
  it('collects an answer whole and tells how far it is', async () => {
    const told: number[] = [];
    const endpoint = await fake(answer(418, { 'x-pot': 'tea' }, 'short and stout'));
    const collected = await collect(endpoint, { onChunk: (_chunk, bytes) => told.push(bytes) });
    expect(collected).toMatchObject({ status: 418, ending: null, headers: expect.arrayContaining(['x-pot', 'tea']) });
    expect(collected.body.toString()).toBe('short and stout');
    expect(collected.firstByteAtMs).not.toBeNull();
    expect(told.at(-1)).toBe('short and stout'.length);
  });

  it('decodes what came compressed', async () => {
    const endpoint = await fake(streamText('squeezed', { encoding: 'br' }));
    expect((await collect(endpoint)).body.toString()).toContain('squeezed');
  });

  it('says so when the request cannot be sent at all', async () => {
    const endpoint = await fake(silence);
    const collected = await collect(endpoint, {}, ['x-note', 'two\nlines']);
    expect(collected).toMatchObject({ status: null, ending: { kind: 'fault' } });
    expect(endpoint.seen).toHaveLength(0);
  });

  it('sends nothing that was cancelled before', async () => {
    const endpoint = await fake(silence);
    const abort = new AbortController();
    abort.abort();
    expect(await collect(endpoint, { signal: abort.signal })).toMatchObject({ status: null, ending: { kind: 'cancelled' } });
  });
});
