#!/usr/bin/env node
/**
 * The `code-proxy` command of a checkout. Runs on any Node from 20.11 on; hands over to the Node 24 that belongs to the
 * checkout, and installs and builds first when the build is missing. Arguments, streams, signals and exit code pass through.
 */
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NODE_OPTIONS } from './node-options.mjs';

const checkout = dirname(dirname(realpathSync(fileURLToPath(import.meta.url))));
const cli = join(checkout, 'dist', 'main', 'cli.js');
const node = join(checkout, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const PASSED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP'];

if (!existsSync(cli) || !existsSync(node)) {
  const { ensureReady } = await import('./setup.mjs');
  try {
    await ensureReady({ quiet: true });
  } catch (error) {
    process.stderr.write(`code-proxy: ${error.message}\n`);
    process.exit(1);
  }
}

const child = spawn(node, [...NODE_OPTIONS, cli, ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of PASSED_ON) {
  process.on(signal, () => {
    // Ctrl+C in a terminal has already reached the child; it takes a second one at once as the same press.
    child.kill(signal);
  });
}
child.on('error', (error) => {
  process.stderr.write(`code-proxy: cannot run ${node}: ${error.message} – run "npm ci" in ${checkout}\n`);
  process.exit(1);
});
child.on('exit', (code, signal) => {
  process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
});
