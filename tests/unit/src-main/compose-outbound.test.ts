import { expect, it } from 'vitest';
import { addEndpoint, coreFixture } from '../../support/core-fixture.ts';
import { eventually } from '../../support/eventually.ts';

it('asks which proxy of the system each endpoint goes through, anew when the network changed, and only if that is wanted', async () => {
  const asked: (readonly string[] | 'all')[] = [];
  const { core } = await coreFixture({
    systemProxyFor: () => null,
    learnSystemProxies: async (urls) => {
      asked.push(urls);
      return urls === 'all' ? ['The system names a proxy of a kind that is not supported.'] : [];
    },
  });
  await core.start();
  await addEndpoint(core, { name: 'a', baseUrl: 'https://a.example' });
  await eventually(() => asked).toContainEqual(['https://a.example']);
  core.resumed();
  expect(asked.at(-1)).toBe('all');
  await eventually(() => core.services.status().warnings).toContain('The system names a proxy of a kind that is not supported.');
  await core.services.settings.change([{ path: 'proxy.outboundProxy', value: 'none' }]);
  const before = asked.length;
  core.resumed();
  await addEndpoint(core, { name: 'b', baseUrl: 'https://b.example' });
  expect(asked).toHaveLength(before);
  await eventually(() => core.services.status().warnings).toEqual([]);
});
