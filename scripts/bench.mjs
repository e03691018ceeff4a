/**
 * `npm run bench`: sets up and builds what is missing, then measures what Code Proxy costs beside a direct connection and nginx.
 * `-- --quick` takes a few seconds and gives rough figures.
 */
import { join } from 'node:path';
import { checkout, ensureReady, projectNode, run, runScript } from './setup.mjs';

await runScript(async () => {
  const args = process.argv.slice(2);
  const unknown = args.find((arg) => arg !== '--quick');
  if (unknown !== undefined) {
    process.stderr.write(`unknown option "${unknown}"; the only one is --quick\n`);
    return 2;
  }
  await ensureReady();
  return run(projectNode(), [join(checkout, 'bench', 'main.ts'), ...args], { stdio: 'inherit' });
});
