/**
 * `npm run bench:storage`: sets up what is missing, seeds a database of a million exchanges unless there is one, then measures every
 * question of the user interface on it. `-- --data-folder DIR` takes a seeded folder, `--exchanges N` another size, `--quick` fewer rounds.
 */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkout, ensureReady, projectNode, run, runScript } from './setup.mjs';

await runScript(async () => {
  const options = read(process.argv.slice(2));
  if (options === null) {
    process.stderr.write('usage: npm run bench:storage -- [--data-folder DIR] [--exchanges N] [--quick]\n');
    return 2;
  }
  await ensureReady({ build: false });
  const { exchanges, isQuick } = options;
  const dataFolder = resolve(options.dataFolder ?? join(tmpdir(), `code-proxy-seed-${exchanges}`));
  if (!existsSync(join(dataFolder, 'proxy.db'))) {
    const seed = { dataFolder, exchanges, days: 730, seed: 1, isForced: false };
    const code = await run(projectNode(), [join(checkout, 'bench', 'seed', 'main.ts'), JSON.stringify(seed)], { stdio: 'inherit' });
    if (code !== 0) return code;
  }
  return run(projectNode(), [join(checkout, 'bench', 'storage', 'main.ts'), JSON.stringify({ dataFolder, isQuick })], { stdio: 'inherit' });
});

/** @param {string[]} args */
function read(args) {
  const text = /** @type {const} */ ({ type: 'string' });
  try {
    const { values } = parseArgs({ args, options: { 'data-folder': text, exchanges: text, quick: { type: 'boolean' } } });
    const exchanges = Number(values.exchanges ?? '1000000');
    return Number.isInteger(exchanges) && exchanges > 0 ? { dataFolder: values['data-folder'], exchanges, isQuick: values.quick === true } : null;
  } catch {
    // An option that does not exist: the usage line says which do.
    return null;
  }
}
