/**
 * `npm run seed`: sets up what is missing, then fills a data folder with a made-up history of two years.
 * `-- --exchanges 1000000 --data-folder DIR --days 730 --seed 1 --force`; without a folder one below the system's temporary folder is used.
 */
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkout, ensureReady, projectNode, run, runScript } from './setup.mjs';

await runScript(async () => {
  const options = read(process.argv.slice(2));
  if (options === null) {
    process.stderr.write('usage: npm run seed -- [--exchanges N] [--data-folder DIR] [--days N] [--seed N] [--force]\n');
    return 2;
  }
  await ensureReady({ build: false });
  return run(projectNode(), [join(checkout, 'bench', 'seed', 'main.ts'), JSON.stringify(options)], { stdio: 'inherit' });
});

/** @param {string[]} args */
function read(args) {
  const text = /** @type {const} */ ({ type: 'string' });
  try {
    const { values } = parseArgs({
      args,
      options: { exchanges: text, 'data-folder': text, days: text, seed: text, force: { type: 'boolean' } },
    });
    const numbers = { exchanges: Number(values.exchanges ?? '100000'), days: Number(values.days ?? '730'), seed: Number(values.seed ?? '1') };
    const isFit = Object.values(numbers).every(Number.isInteger) && numbers.exchanges > 0 && numbers.days > 0;
    const dataFolder = resolve(values['data-folder'] ?? join(tmpdir(), 'code-proxy-seed'));
    return isFit ? { ...numbers, dataFolder, isForced: values.force === true } : null;
  } catch {
    // An option that does not exist: the usage line says which do.
    return null;
  }
}
