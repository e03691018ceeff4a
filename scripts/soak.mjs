/**
 * `npm run soak`: sets up and builds what is missing, then runs the app for a while before endpoints that fail by chance.
 * `-- --minutes 10 --seed 7 --clients 100`; the defaults are one minute and a seed that is printed.
 */
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkout, ensureReady, projectNode, run, runScript } from './setup.mjs';

const MAX_SEED = 1_000_000;

await runScript(async () => {
  const options = read(process.argv.slice(2));
  if (options === null) {
    process.stderr.write('usage: npm run soak -- [--minutes N] [--seed N] [--clients N]\n');
    return 2;
  }
  await ensureReady();
  const { minutes, seed, clients } = options;
  return run(projectNode(), [join(checkout, 'bench', 'soak', 'main.ts'), minutes, seed, clients], { stdio: 'inherit' });
});

/** @param {string[]} args */
function read(args) {
  const text = /** @type {const} */ ({ type: 'string' });
  try {
    const { values } = parseArgs({ args, options: { minutes: text, seed: text, clients: text } });
    const { minutes = '1', seed = String(randomInt(MAX_SEED)), clients = '100' } = values;
    const isFit = Number(minutes) > 0 && Number.isInteger(Number(seed)) && Number.isInteger(Number(clients)) && Number(clients) > 0;
    return isFit ? { minutes, seed, clients } : null;
  } catch {
    // An option that does not exist: the usage line says which do.
    return null;
  }
}
