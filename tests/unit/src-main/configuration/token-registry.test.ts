import { describe, expect, it } from 'vitest';
import type { TokenService } from '../../../../src-main/admin/ports.ts';
import { TokenRegistry } from '../../../../src-main/configuration/token-registry.ts';
import type { LocalTokens } from '../../../../src-main/proxy/ports.ts';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../../../../src-shared/units.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { MemoryTokenStore } from '../../../support/memory-stores.ts';

async function started(store = new MemoryTokenStore(), clock = new FakeClock(), instanceId = 'one') {
  const logger = new CaptureLogger();
  const registry = new TokenRegistry({ store, clock, logger, instanceId });
  await registry.start();
  return { registry, store, clock, logger };
}
const nextTurn = () => new Promise(setImmediate);

describe('TokenRegistry', () => {
  it('is what the admin router and the data path ask for, with a token of an unmistakable shape', async () => {
    const { registry } = await started();
    const service: TokenService = registry;
    const tokens: LocalTokens = registry;
    expect(service.current()).toMatch(/^cp-[0-9a-f]{64}$/);
    expect(tokens.match(service.current())).toEqual({ name: 'start one' });
  });

  it.each(['', 'cp-', 'sk-ant-api03-x', `cp-${'0'.repeat(64)}`, 'x'.repeat(100_000)])('does not take %.20j for a token', async (presented) => {
    const { registry } = await started();
    expect(registry.match(presented)).toBeNull();
    expect(registry.match(registry.current().slice(0, -1))).toBeNull();
    expect(registry.match(registry.current().toUpperCase())).toBeNull();
  });

  it('keeps only hashes', async () => {
    const { registry, store } = await started();
    const { token } = await registry.add('ci');
    const kept = JSON.stringify([store.rows, store.writes, await registry.list()]);
    for (const secret of [token, registry.current()]) expect(kept).not.toContain(secret.slice(3, 40));
  });

  it('lists named tokens only, tells a token once, and revokes it', async () => {
    const { registry, clock } = await started();
    let announced = 0;
    registry.onChange(() => {
      announced += 1;
    });
    const { token, name } = await registry.add(' CI server ');
    expect(name).toBe('CI server');
    expect(registry.match(token)).toEqual({ name: 'CI server' });
    expect(await registry.list()).toEqual([{ name: 'CI server', createdAtMs: clock.nowMs(), lastUsedAtMs: clock.nowMs(), tail: token.slice(-4) }]);
    await registry.revoke('ci SERVER');
    expect([registry.match(token), await registry.list(), announced]).toEqual([null, [], 2]);
  });

  it.each([
    ['', 'CONFIG_INVALID'],
    ['a\nb', 'CONFIG_INVALID'],
    ['x'.repeat(61), 'CONFIG_INVALID'],
    ['start two', 'CONFIG_INVALID'],
    ['CI', 'TOKEN_NAME_TAKEN'],
  ])('refuses the name %.10j with %s', async (name, code) => {
    const { registry } = await started();
    await registry.add('ci');
    await expect(registry.add(name)).rejects.toMatchObject({ code });
    expect(await registry.list()).toHaveLength(1);
  });

  it('does not revoke what is not there, nor the token of a start', async () => {
    const { registry } = await started();
    await expect(registry.revoke('ci')).rejects.toMatchObject({ code: 'TOKEN_NOT_FOUND' });
    await expect(registry.revoke('start one')).rejects.toMatchObject({ code: 'TOKEN_NOT_FOUND' });
    expect(registry.match(registry.current())).not.toBeNull();
  });

  it('takes the token of an earlier start for a day after its stop', async () => {
    const first = await started();
    const token = first.registry.current();
    first.clock.advance(30 * MS_PER_DAY);
    expect(first.registry.match(token)).not.toBeNull();
    await first.registry.stop();
    first.clock.advance(23 * MS_PER_HOUR);
    const second = await started(first.store, first.clock, 'two');
    expect(second.registry.match(token)).toEqual({ name: 'start one' });
    expect(second.registry.current()).not.toBe(token);
    first.clock.advance(MS_PER_HOUR);
    expect(second.registry.match(token)).toBeNull();
    const third = await started(first.store, first.clock, 'three');
    expect(third.store.rows.map((row) => row.name).sort()).toEqual(['start three', 'start two']);
  });

  it('takes the token of a start that crashed for a day after the next start', async () => {
    const first = await started();
    const token = first.registry.current();
    first.clock.advance(5 * MS_PER_DAY);
    const second = await started(first.store, first.clock, 'two');
    expect(second.registry.match(token)).toEqual({ name: 'start one' });
    first.clock.advance(MS_PER_DAY);
    expect(second.registry.match(token)).toBeNull();
  });

  it('keeps named tokens over starts and forgets all but the newest starts of a crash loop', async () => {
    const { registry, store, clock } = await started();
    const { token } = await registry.add('ci');
    for (let number = 0; number < 60; number += 1) {
      clock.advance(1_000);
      await started(store, clock, `crashed ${number}`);
    }
    const last = await started(store, clock, 'last');
    expect(last.registry.match(token)).toEqual({ name: 'ci' });
    expect(store.rows.filter((row) => row.kind === 'start')).toHaveLength(51);
    expect(store.rows.map((row) => row.name)).toContain('start crashed 59');
  });

  it('writes the last use at most once a minute and never lets a request wait or fail for it', async () => {
    const { registry, store, clock, logger } = await started();
    const { token } = await registry.add('ci');
    const before = store.writes.length;
    for (let second = 0; second < 59; second += 1) {
      registry.match(token);
      clock.advance(1_000);
    }
    await nextTurn();
    expect(store.writes.length - before).toBe(1);
    clock.advance(MS_PER_MINUTE);
    store.beforeWrite = () => Promise.reject(new Error('disk full'));
    expect(registry.match(token)).toEqual({ name: 'ci' });
    await nextTurn();
    expect(logger.messages('warn')).toHaveLength(1);
    expect((await registry.list())[0]?.lastUsedAtMs).toBe(clock.nowMs());
  });

  it('is not usable before its start', () => {
    const registry = new TokenRegistry({ store: new MemoryTokenStore(), clock: new FakeClock(), logger: new CaptureLogger(), instanceId: 'x' });
    expect(() => registry.current()).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
    expect(registry.match('')).toBeNull();
  });
});
