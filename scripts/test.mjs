/**
 * `npm test`: from a fresh clone to a verdict. Installs, builds, checks, then runs every test; `npm test -- unit` or
 * `e2e` runs one part. Ends with one plain line that sums all tests up.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { checkout, ensureReady, projectNode, run, runScript } from './setup.mjs';

const PARTS = {
  unit: ['--project', 'node', '--project', 'desktop', '--project', 'renderer'],
  e2e: ['--project', 'e2e'],
};
const RESULTS = join(checkout, 'test-results');
const at = (...parts) => join(checkout, ...parts);

await runScript(async () => {
  const asked = process.argv.slice(2);
  const parts = Object.keys(PARTS).filter((part) => asked.length === 0 || asked.includes(part));
  if (parts.length === 0) {
    process.stderr.write(`unknown part "${asked.join(' ')}"; choose from ${Object.keys(PARTS).join(', ')} or none for all\n`);
    return 2;
  }
  await ensureReady();
  if (asked.length === 0 && (await run(projectNode(), [at('scripts', 'check.mjs')], { stdio: 'inherit' })) !== 0) return 1;
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });

  const env = { ...process.env };
  if (parts.includes('e2e')) env.CHROMIUM_PATH = await ensureChromium();
  const sum = { passed: 0, failed: 0, skipped: 0 };
  let code = 0;
  for (const part of parts) {
    const report = join(RESULTS, `${part}.json`);
    const args = [
      at('node_modules', 'vitest', 'vitest.mjs'),
      'run',
      ...PARTS[part],
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ];
    if ((await run(projectNode(), args, { stdio: 'inherit', env })) !== 0) code = 1;
    addUp(sum, report);
  }
  console.log(`\nTests: ${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
  return code;
});

function addUp(sum, file) {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  sum.passed += report.numPassedTests;
  sum.failed += report.numFailedTests;
  sum.skipped += report.numPendingTests + (report.numTodoTests ?? 0);
}
