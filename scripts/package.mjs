/**
 * `npm run package`: builds, then makes the installers of this system into release/. Everything after `--` goes to
 * electron-builder, for example `npm run package -- --linux deb`. Needs the Electron runtime, which is downloaded.
 */
import { join } from 'node:path';
import { checkout, ensureReady, projectNode, run, runScript } from './setup.mjs';

await runScript(async () => {
  await ensureReady();
  const cli = join(checkout, 'node_modules', 'electron-builder', 'cli.js');
  return run(projectNode(), [cli, '--config', 'electron-builder.yml', '--publish', 'never', ...process.argv.slice(2)], { stdio: 'inherit' });
});
