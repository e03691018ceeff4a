import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PriceBook } from '../../../../src-main/pricing/price-book.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const USAGE = { inputTokens: 10, cacheReadTokens: 10, cacheWrite5mTokens: 0, cacheWrite1hTokens: 10, outputTokens: 10 };

async function started(text?: string) {
  const file = join(await tempFolder(), 'pricing.json');
  if (text !== undefined) await writeFile(file, text);
  const logger = new CaptureLogger();
  const book = new PriceBook({ file, logger });
  await book.start();
  return { book, file, logger };
}

describe('PriceBook', () => {
  it('prices by the built-in list, times the multiplier; null without a price', async () => {
    const { book } = await started();
    expect(book.costOf('claude-sonnet-4-5', 1, USAGE)).toBe(30 + 3 + 60 + 150);
    expect(book.costOf('claude-sonnet-4-5', 2, USAGE)).toBe(486);
    expect(book.costOf('unheard-of', 1, USAGE)).toBeNull();
    expect([book.problem, book.ownModels()]).toEqual([null, []]);
  });

  it('keeps a price of the user in a file that the next start reads, and takes it back', async () => {
    const { book, file } = await started();
    const price = { model: 'claude-sonnet-4-5', input: 1, output: 2, cacheRead: 0, cacheWrite1h: 5 };
    expect(await book.set(price)).toMatchObject({ source: 'override', prices: { input: 1, cacheRead: 0, cacheWrite5m: 1, cacheWrite1h: 5 } });
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      own: { models: { 'claude-sonnet-4-5': { cost: { input: 1, output: 2, cache_read: 0, cache_write_1h: 5 } } } },
    });
    const next = new PriceBook({ file, logger: new CaptureLogger() });
    await next.start();
    expect(next.costOf('claude-sonnet-4-5-20250929', 1, USAGE)).toBe(80);
    expect(next.ownModels()).toEqual(['claude-sonnet-4-5']);
    expect(await next.remove('Claude-Sonnet-4.5')).toMatchObject({ source: 'exact', prices: { input: 3 } });
    await expect(next.remove('claude-sonnet-4-5')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('leaves alone what else the user wrote into the file, also meanwhile', async () => {
    const { book, file } = await started('{"mine":{"name":"Mine","models":{"a-1":{"note":"!","cost":{"input":1,"output":2}}}}}');
    expect(book.priceOf('a-1').source).toBe('override');
    await writeFile(file, '{"mine":{"name":"Mine","models":{"a-1":{"note":"!","cost":{"input":7,"output":2}}}},"empty":{}}');
    await book.set({ model: 'b-1', input: 3, output: 4 });
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      mine: { name: 'Mine', models: { 'a-1': { note: '!', cost: { input: 7 } } } },
      own: { models: { 'b-1': { cost: { input: 3, output: 4 } } } },
    });
    expect(book.priceOf('a-1').prices?.input).toBe(7);
  });

  it.each([
    ['no JSON', '{', 'is not valid JSON'],
    ['a negative price', '{"own":{"models":{"m":{"cost":{"input":-1,"output":1}}}}}', 'own → models → m → cost → input'],
    ['a list', '[]', 'has a fault'],
  ])('goes on with the built-in prices when the file is broken (%s), says so, and does not write over it', async (_what, text, problem) => {
    const { book, file, logger } = await started(text);
    expect(book.problem).toContain(problem);
    expect(logger.lines).toMatchObject([{ level: 'warn' }]);
    expect(book.priceOf('claude-haiku-4-5').source).toBe('exact');
    await expect(book.set({ model: 'm', input: 1, output: 1 })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    expect(await readFile(file, 'utf8')).toBe(text);
    await writeFile(file, '{}');
    await book.set({ model: 'm', input: 1, output: 1 });
    expect(book.problem).toBeNull();
  });
});
