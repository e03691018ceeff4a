import { describe, expect, it } from 'vitest';
import { clockCheck, endpointsCheck, outboundCheck, proxyEnvironmentCheck } from '../../../../src-main/doctor/check-network.ts';
import { clockSample, clockSkewMs } from '../../../../src-main/doctor/clock-skew.ts';
import type { Environment } from '../../../../src-main/doctor/ports.ts';
import { MS_PER_MINUTE } from '../../../../src-shared/units.ts';
import { checkedEndpoint, doctorCore, doctorPorts, look, outboundOf } from '../../../support/doctor-rig.ts';

describe('variables that name a proxy', () => {
  const found = async (environment: Environment) => look(proxyEnvironmentCheck, await doctorPorts({ environment }));

  it('are no matter without them, and with this machine left out', async () => {
    expect((await found({})).codes[0]).toBe('environmentNone');
    expect((await found({ HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'example.com, 127.0.0.1' })).codes[0]).toBe('environmentOk');
    expect((await found({ http_proxy: 'proxy:3128', no_proxy: '*' })).codes[0]).toBe('environmentOk');
  });

  it('are a warning when this machine is not left out, and show no login', async () => {
    const warned = await found({ HTTP_PROXY: 'http://user:secret-word@proxy:3128', NO_PROXY: 'localhost' });
    expect(warned).toMatchObject({ state: 'warning', codes: ['environmentLoopback', 'noProxy'] });
    expect(JSON.stringify(warned)).not.toContain('secret-word');
  });

  it('that hold no URL fail', async () => {
    expect((await found({ HTTPS_PROXY: 'http://[', NO_PROXY: '*' })).codes).toEqual(['environmentBroken', 'correctVariable']);
  });
});

describe('the way out', () => {
  it('is direct, through a proxy without its login, or a setting that cannot be followed', async () => {
    const found = async (changes: Parameters<typeof outboundOf>[0]) =>
      look(outboundCheck, await doctorPorts({ core: doctorCore({ outbound: async () => outboundOf(changes) }) }));
    expect((await found({})).codes[0]).toBe('outboundDirect');
    const through = await found({ proxyFor: () => 'http://user:secret-word@proxy.example:3128' });
    expect(through.said).toBe('Endpoints are reached through http://proxy.example:3128.');
    expect(await found({ warning: 'The certificate file /x cannot be read.' })).toMatchObject({
      state: 'failed',
      codes: ['outboundWarning', 'outbound'],
    });
  });
});

describe('endpoints as a whole', () => {
  it.each([
    [{ all: 0, enabled: 0, resting: 0 }, 'warning', 'endpointsNone'],
    [{ all: 2, enabled: 0, resting: 0 }, 'failed', 'endpointsAllOff'],
    [{ all: 2, enabled: 2, resting: 2 }, 'warning', 'endpointsResting'],
    [{ all: 3, enabled: 2, resting: 1 }, 'ok', 'endpointsOk'],
  ])('%o', async (counts, state, code) => {
    const found = await look(endpointsCheck, await doctorPorts({ core: doctorCore({ endpointCounts: () => counts }) }));
    expect(found).toMatchObject({ state, finding: { code } });
  });

  it('cannot be told without the data folder', async () => {
    expect((await look(endpointsCheck, await doctorPorts(), { core: null })).state).toBe('skipped');
    expect(checkedEndpoint('https://a.example').unusable).toBeNull();
  });
});

describe('the clock', () => {
  const sentAtMs = Date.UTC(2026, 0, 1, 12, 0, 0);
  const sample = (aheadMs: number) => {
    const made = clockSample(new Date(sentAtMs - aheadMs).toUTCString(), sentAtMs, sentAtMs + 100);
    if (made === null) throw new Error('no sample');
    return made;
  };
  const found = async (...aheadMs: number[]) =>
    look(clockCheck, await doctorPorts(), { clockSamples: new Map(aheadMs.map((ms, index) => [String(index), sample(ms)])) });

  it('is in order within a minute, and the way that an answer takes does not count', async () => {
    expect((await found(400, -30_000)).codes[0]).toBe('clockOk');
    expect(clockSkewMs([sample(0)])).toBeCloseTo(0);
    // Ten seconds under way, and the header says when it was made.
    const slow = clockSample(new Date(sentAtMs + 9_000).toUTCString(), sentAtMs, sentAtMs + 10_000);
    expect(slow === null ? null : clockSkewMs([slow])).toBeCloseTo(0);
  });

  it('that is off by more is a warning which says to which side', async () => {
    const ahead = await found(5 * MS_PER_MINUTE, 5 * MS_PER_MINUTE);
    expect(ahead).toMatchObject({ state: 'warning', codes: ['clockAhead', 'setClock'] });
    expect(Number(ahead.finding.values.skewMs)).toBeGreaterThan(4.9 * MS_PER_MINUTE);
    expect((await found(-3 * MS_PER_MINUTE)).codes[0]).toBe('clockBehind');
  });

  it('is not judged by one endpoint among others whose own clock is wrong', async () => {
    expect((await found(0, 100, 86_400_000)).codes[0]).toBe('clockOk');
  });

  it('is not known when nobody said the time', async () => {
    expect((await found()).codes[0]).toBe('clockUnknown');
    expect(clockSample(undefined, 0, 1)).toBeNull();
    expect(clockSample('yesterday', 0, 1)).toBeNull();
  });
});
