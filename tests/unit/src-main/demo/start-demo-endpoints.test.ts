import { expect, it, onTestFinished } from 'vitest';
import { startDemoEndpoints } from '../../../../src-main/demo/start-demo-endpoints.ts';

it('starts three endpoints on loopback, each with a credential of its own that it asks for', async () => {
  const demo = await startDemoEndpoints({ tempo: 0 });
  onTestFinished(() => demo.stop());
  expect(demo.endpoints.map((endpoint) => endpoint.name)).toEqual(['Demo slow', 'Demo flaky', 'Demo healthy']);
  expect(new Set(demo.endpoints.map((endpoint) => endpoint.credential)).size).toBe(3);
  for (const { baseUrl, credential } of demo.endpoints) {
    expect(baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${baseUrl}/v1/models`, { headers: { authorization: `Bearer ${credential}` } })).status).toBe(200);
    expect((await fetch(`${baseUrl}/v1/models`)).status).toBe(401);
  }
});

it('is gone after the stop', async () => {
  const demo = await startDemoEndpoints({ tempo: 0 });
  await demo.stop();
  for (const { baseUrl } of demo.endpoints) await expect(fetch(`${baseUrl}/v1/models`)).rejects.toThrow();
});
