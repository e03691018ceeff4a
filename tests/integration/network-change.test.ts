/** Sleep and network changes: connections kept open are replaced, and what runs goes on. */
import { expect, it, onTestFinished } from 'vitest';
import { addEndpoint, ask, coreFixture } from '../support/core-fixture.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FakeEndpoint, streamText } from '../support/fake-endpoint.ts';
import { SteeredStream } from '../support/steered-stream.ts';

async function running(...script: Parameters<typeof FakeEndpoint.start>[0][number][]) {
  const clock = new FakeClock();
  const { core } = await coreFixture({ clock });
  await core.start();
  const endpoint = await FakeEndpoint.start(script);
  onTestFinished(() => endpoint.stop());
  await addEndpoint(core, { name: 'only', baseUrl: endpoint.url });
  return { core, clock, endpoint };
}

it.each([
  ['the clock shows that the machine slept', (clock: FakeClock) => clock.stepWallClock(3_600_000)],
  ['the host says that it resumed', null],
])('connections kept open are closed when %s', async (_what, sleep) => {
  const { core, clock, endpoint } = await running(streamText('hello'));
  await (await ask(core)).text();
  await (await ask(core)).text();
  expect(endpoint.connections).toBe(1);
  if (sleep === null) core.resumed();
  else {
    sleep(clock);
    clock.advance(10_000);
  }
  await expect.poll(() => endpoint.connections).toBe(0);
  expect(await (await ask(core)).text()).toContain('hello');
  expect(endpoint.connections).toBe(1);
});

it('an answer under way arrives whole although connections are replaced meanwhile', async () => {
  const { core, clock, endpoint } = await running(streamText('x'));
  const stream = new SteeredStream();
  endpoint.script(stream.step);
  const asked = ask(core);
  await stream.begin('hello');
  const answer = await asked;
  clock.stepWallClock(3_600_000);
  clock.advance(10_000);
  await stream.finish(3);
  expect(await answer.text()).toContain('message_stop');
  await expect.poll(() => endpoint.connections).toBe(0);
});
