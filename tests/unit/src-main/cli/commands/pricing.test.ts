import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../../../../src-main/platform/logger.ts';
import { PriceBook } from '../../../../../src-main/pricing/price-book.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { runCli } from '../../../../support/cli-run.ts';
import { tempFolder } from '../../../../support/temp-folder.ts';

/** Real prices in a folder of their own. */
async function setUp() {
  const book = new PriceBook({ file: join(await tempFolder(), 'pricing.json'), logger: silentLogger });
  await book.start();
  const asked: unknown[] = [];
  const used = { attempts: 2, tokens: 1_234, costMicroUsd: 0, unpricedAttempts: 1 };
  const pricing = {
    list: async (input: unknown) => {
      asked.push(input);
      const models = ['my-model-1', 'claude-sonnet-4-5-relay'].map((model) => ({ ...book.priceOf(model), model, ...used }));
      return { models, listDate: '2026-11-21', file: '/data/pricing.json', problem: null };
    },
    set: book.set.bind(book),
    remove: book.remove.bind(book),
  };
  const services = fakeAdminServices({ pricing });
  return { asked, run: (...args: string[]) => runCli(['pricing', ...args], { services }) };
}

const cells = (line: string | undefined) => (line ?? '').trim().replaceAll(/ {2,}/g, '|');

describe('code-proxy pricing', () => {
  it('lists models with the price that applies and where it comes from', async () => {
    const { run, asked } = await setUp();
    const lines = (await run('list', '--days', '7')).out.split('\n');
    expect(cells(lines[0])).toBe('MODEL|PRICE|INPUT|CACHE READ|WRITE 5M|WRITE 1H|OUTPUT|TOKENS|COST|UNPRICED');
    expect(cells(lines[1])).toBe('my-model-1|unpriced|–|–|–|–|–|1,234|–|1');
    expect(cells(lines[2])).toBe('claude-sonnet-4-5-relay|as claude-sonnet-4-5|$3|$0.30|$3.75|$6|$15|1,234|–|1');
    expect(lines.at(-2)).toContain('US dollars per million tokens');
    expect(asked).toEqual([{ days: 7 }]);
    expect(JSON.parse((await run('list', '--json')).out).models).toHaveLength(2);
  });

  it('sets a price and takes it back', async () => {
    const { run } = await setUp();
    const set = await run('set', 'my-model-1', '--input', '3', '--output', '$15', '--cache-write-1h', '0.5');
    expect(set).toMatchObject({ exitCode: 0, err: '' });
    expect(set.out).toBe('my-model-1 costs input $3, cache read $3, cache write $3 (1 hour: $0.50), output $15 (yours)\n');
    expect(cells((await run('list')).out.split('\n')[1])).toMatch(/^my-model-1\|yours\|\$3\|/);
    expect((await run('remove', 'my-model-1')).out).toBe('my-model-1 is unpriced now\n');
    expect(await run('remove', 'my-model-1')).toMatchObject({ exitCode: 2, err: expect.stringContaining('no price of your own') });
  });

  it.each([
    [['set', 'm', '--input', '3'], '--output'],
    [['set', 'm', '--input', '-3', '--output', '1'], '--input'],
    [['set', 'm', '--input', '300000', '--output', '1'], 'must be at most 100000'],
    [['list', '--days', '0'], '--days'],
  ])('refuses %j', async (args, message) => {
    const { run } = await setUp();
    const refused = await run(...args);
    expect(refused.exitCode).toBe(2);
    expect(refused.err).toContain(message);
  });
});
