/**
 * `npm start`: from a fresh clone to a running app. The tray app where there is a display and an Electron runtime, else
 * the headless host. Everything after `--` goes to the host, for example `npm start -- --demo --port 9100`.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findElectron } from './electron-runtime.mjs';
import { NODE_OPTIONS } from './node-options.mjs';
import { checkout, ensureReady, projectNode, runScript } from './setup.mjs';

const FORWARDED_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

await runScript(async () => {
  const args = process.argv.slice(2);
  const wantsHeadless = args.includes('--headless') || args.includes('--help') || args.includes('-h');
  const hostArgs = args.filter((arg) => arg !== '--headless');
  await ensureReady({ quiet: true });

  const host = wantsHeadless ? { kind: 'missing', why: '--headless was given' } : await chooseElectron();
  if (host.kind === 'found') return follow(host.path, [checkout, ...hostArgs]);
  if (!wantsHeadless) process.stderr.write(`[start] no tray app: ${host.why}. Running headless; the dashboard opens in a browser.\n`);
  return follow(projectNode(), [...NODE_OPTIONS, join(checkout, 'dist', 'main', 'cli.js'), 'serve', ...hostArgs]);
});

async function chooseElectron() {
  const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  if (!hasDisplay) return { kind: 'missing', why: 'there is no display' };
  return findElectron({ display: true });
}

/** Runs the host in the foreground: it gets our signals and gives us its exit code. */
function follow(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit' });
    // A terminal sends Ctrl+C to the whole group; a signal to us alone must still reach the host, so that it can put things back.
    const forward = (signal) => child.kill(signal);
    for (const signal of FORWARDED_SIGNALS) process.on(signal, forward);
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(signal === null ? (code ?? 1) : 1));
  });
}
