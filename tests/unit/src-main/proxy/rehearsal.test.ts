import { expect, it } from 'vitest';
import { protocolAdapter } from '../../../../src-main/protocols/registry.ts';
import { rehearse } from '../../../../src-main/proxy/rehearsal.ts';

it('takes a request through the whole data path and back', async () => {
  expect(await rehearse({ protocols: protocolAdapter, signal: new AbortController().signal })).toBe(true);
});

it('leaves no socket and no timer behind', async () => {
  const before = process.getActiveResourcesInfo().filter(isKept).length;
  await rehearse({ protocols: protocolAdapter, signal: new AbortController().signal });
  await expect.poll(() => process.getActiveResourcesInfo().filter(isKept).length).toBeLessThanOrEqual(before);
});

it('is given up at once when it is asked to', async () => {
  const ending = new AbortController();
  const rehearsal = rehearse({ protocols: protocolAdapter, signal: ending.signal });
  ending.abort();
  await expect(rehearsal).rejects.toMatchObject({ name: 'AbortError' });
});

it('says so when no answer came back whole', async () => {
  const adapter = { ...protocolAdapter('anthropic'), encodeRequest: () => null };
  expect(await rehearse({ protocols: () => adapter, signal: new AbortController().signal })).toBe(false);
});

function isKept(resource: string): boolean {
  return /TCP|Timeout/.test(resource);
}
