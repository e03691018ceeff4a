import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { LaunchLeases } from '../../../../src-main/admin/launch-leases.ts';
import { createAdminRouter } from '../../../../src-main/admin/router.ts';
import { SocketHost } from '../../../../src-main/admin/socket-host.ts';
import { holdLease } from '../../../../src-main/cli/hold-lease.ts';
import { systemClock } from '../../../../src-main/platform/clock.ts';
import { fakeAdminServices, INSTANCE_ID } from '../../../support/admin-services.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';
import { eventually } from '../../../support/eventually.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

async function instance(withLeases = true) {
  const switched: string[] = [];
  const leases = new LaunchLeases(async () => void switched.push('off'));
  const place = { dataFolder: await tempFolder(), runtimeFolder: null, tempFolder: tmpdir(), platform: process.platform };
  const router = createAdminRouter(fakeAdminServices());
  const host = new SocketHost({
    openRouter: async () => router,
    instanceId: INSTANCE_ID,
    place,
    clock: systemClock,
    logger: new CaptureLogger(),
    ...(withLeases ? { leases } : {}),
  });
  const address = await host.start();
  onTestFinished(() => host.stop());
  return { leases, address, host, switched };
}

it('holds a lease until it is released', async () => {
  const { leases, address, switched } = await instance();
  const lease = await holdLease(address, { switchesProxyOff: true });
  expect(leases.held).toBe(1);
  if (lease.kind === 'held') lease.release();
  await eventually(() => leases.held).toBe(0);
  expect(switched).toEqual(['off']);
});

it('learns that an instance is about to end, or is gone', async () => {
  const { leases, address } = await instance();
  await leases.untilUnused();
  expect(await holdLease(address, { switchesProxyOff: false })).toEqual({ kind: 'ending' });
  expect(await holdLease({ ...address, socket: join(await tempFolder(), 'none') }, { switchesProxyOff: false })).toEqual({ kind: 'ending' });
});

it('does without one at an instance that knows none', async () => {
  const { address } = await instance(false);
  expect((await holdLease(address, { switchesProxyOff: false })).kind).toBe('held');
});

it('does not hold up the stop of the instance', async () => {
  const { leases, address, host } = await instance();
  await holdLease(address, { switchesProxyOff: false });
  await host.stop();
  await eventually(() => leases.held).toBe(0);
});

it('needs the token of the instance', async () => {
  const { leases, address } = await instance();
  await holdLease({ ...address, token: 'wrong' }, { switchesProxyOff: false });
  expect(leases.held).toBe(0);
});
