import { describe, expect, it } from 'vitest';
import { fakeAdminServices, sampleAttempt, sampleExchange } from '../../../../support/admin-services.ts';
import { runCli } from '../../../../support/cli-run.ts';

const ID = '019a9f3c-1b2c-7000-8000-000000000001';

function withExchanges(count: number) {
  const asked: unknown[] = [];
  const items = Array.from({ length: count }, (_, at) => sampleExchange({ id: ID.replace(/1$/, String(at)), outcome: 'delivered', status: 200 }));
  const services = fakeAdminServices({
    exchanges: {
      list: async (input) => {
        asked.push(input);
        return { items, nextCursor: 'next' };
      },
      get: async (id) => ({
        ...sampleExchange({ id, outcome: 'delivered', status: 200 }),
        attempts: [sampleAttempt({ status: 200, verdict: 'deliver', reason: 'ok' })],
      }),
      live: () => [],
    },
  });
  return { services, asked };
}

describe('code-proxy requests', () => {
  it('hands the filters on', async () => {
    const { services, asked } = withExchanges(1);
    await runCli(['requests', '--limit', '5', '--status', '5xx', '--endpoint', 'main', '--model', 'opus', '--cursor', 'c'], { services });
    expect(asked).toEqual([{ limit: 5, status: 5, endpoint: 'main', model: 'opus', cursor: 'c' }]);
  });

  it('gives every item of the JSON its attempts, however many there are', async () => {
    const { services } = withExchanges(45);
    const { out } = await runCli(['requests', '--json'], { services });
    const page = JSON.parse(out);
    expect(page.nextCursor).toBe('next');
    expect(page.items).toHaveLength(45);
    for (const item of page.items)
      expect(item).toMatchObject({
        outcome: 'delivered',
        status: 200,
        attempts: [{ endpoint: 'First', status: 200, verdict: 'deliver', reason: 'ok' }],
      });
  });

  it('exits 2 for a limit that is too large', async () => {
    const { services } = withExchanges(1);
    expect(await runCli(['requests', '--limit', '500'], { services })).toMatchObject({ exitCode: 2, err: expect.stringContaining('limit') });
  });
});

describe('code-proxy request', () => {
  it('accepts the beginning of an id', async () => {
    const { services } = withExchanges(1);
    const { exitCode, out } = await runCli(['request', '019a9f3c-1b2c', '--json'], { services });
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ id: ID.replace(/1$/, '0'), attempts: [{ verdict: 'deliver' }] });
  });

  it('prints attempts with their reasons', async () => {
    const { services } = withExchanges(1);
    expect((await runCli(['request', ID], { services })).out).toMatch(/First .* deliver .* ok/);
  });

  it('exits 1 when there is none', async () => {
    const { services } = withExchanges(0);
    const run = await runCli(['request', '019a9f3c', '--json'], { services });
    expect(run.exitCode).toBe(1);
    expect(JSON.parse(run.out).error.code).toBe('EXCHANGE_NOT_FOUND');
  });
});
