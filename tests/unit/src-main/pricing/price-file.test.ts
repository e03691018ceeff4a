import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPriceFile, withoutPrice, withPrice, writePriceFile } from '../../../../src-main/pricing/price-file.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const cost = { input: 1, output: 2 };

describe('the file of own prices', () => {
  it('is no fault when it is not there, and may begin with a byte order mark', async () => {
    const path = join(await tempFolder(), 'pricing.json');
    expect(await readPriceFile(path)).toEqual({ document: {}, problem: null });
    await writeFile(path, `\uFEFF${JSON.stringify({ own: { models: { a: { cost } } } })}`);
    expect(await readPriceFile(path)).toEqual({ document: { own: { models: { a: { cost } } } }, problem: null });
  });

  it('names the file in what is wrong with it', async () => {
    const folder = await tempFolder();
    const { document, problem } = await readPriceFile(folder);
    expect([document, problem]).toEqual([{}, expect.stringContaining(`${folder} cannot be read (EISDIR)`)]);
  });

  it('is readable by its owner only, and comes back as it was written', async () => {
    const path = join(await tempFolder(), 'pricing.json');
    await writePriceFile(path, { own: { models: { a: { cost } } } });
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(path, 'utf8')).toMatch(/\n$/);
    expect((await readPriceFile(path)).document).toEqual({ own: { models: { a: { cost } } } });
  });

  it('says when it cannot be written', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'file'), '');
    await expect(writePriceFile(join(folder, 'file', 'pricing.json'), {})).rejects.toMatchObject({ code: 'DATA_FOLDER_UNWRITABLE' });
  });
});

describe('changing a list', () => {
  it('puts one price in the place of every way of writing the model', () => {
    const before = { mine: { models: { 'm-1-20250101': { cost }, other: { cost } } }, own: { models: { 'M-1': { cost } } } };
    const after = withPrice(before, { model: 'm.1', input: 3, output: 4, cacheWrite: 5 });
    expect(after).toEqual({ mine: { models: { other: { cost } } }, own: { models: { 'm.1': { cost: { input: 3, output: 4, cache_write: 5 } } } } });
  });

  it('counts what it takes out', () => {
    const before = { mine: { models: { 'm-1': { cost } } }, own: { models: { 'm.1': { cost } } } };
    expect(withoutPrice(before, 'M-1')).toEqual({ document: { mine: { models: {} }, own: { models: {} } }, removed: 2 });
    expect(withoutPrice(before, 'm-2').removed).toBe(0);
  });
});
