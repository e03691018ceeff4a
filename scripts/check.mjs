/**
 * Runs every check of the project and says the result of each in one line: `npm run check`.
 * With names (`npm run check -- words mirror`) only those run. Exits 1 when any check found an error.
 */

import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import * as fileSize from './checks/file-size.mjs';
import * as importTable from './checks/import-table.mjs';
import * as lintFormat from './checks/lint-format.mjs';
import * as lock from './checks/lock.mjs';
import * as mirror from './checks/mirror.mjs';
import * as types from './checks/types.mjs';
import * as words from './checks/words.mjs';

const CHECKS = [types, lintFormat, importTable, mirror, fileSize, lock, words];
const root = fileURLToPath(new URL('..', import.meta.url));

process.exitCode = await main(process.argv.slice(2));

/** @param {string[]} names */
async function main(names) {
  const unknown = names.filter((name) => !CHECKS.some(({ title }) => title === name));
  if (unknown.length > 0) {
    console.error(`There is no check named ${unknown.join(', ')}. There are: ${CHECKS.map(({ title }) => title).join(', ')}`);
    return 2;
  }
  let failed = 0;
  for (const { title, check } of CHECKS) {
    if (names.length > 0 && !names.includes(title)) continue;
    const startedMs = performance.now();
    const findings = await check(root);
    const errors = findings.filter(({ level }) => level === 'error').length;
    const warnings = findings.length - errors;
    const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
    const counts = [errors > 0 ? `${errors} error${errors > 1 ? 's' : ''}` : '', warnings > 0 ? `${warnings} warning${warnings > 1 ? 's' : ''}` : ''];
    console.log(`${errors > 0 ? 'FAIL' : 'ok  '} ${title.padEnd(14)} ${[...counts.filter(Boolean), `${seconds} s`].join(', ')}`);
    for (const { level, file, line, message } of findings) console.log(`     ${level} ${file}${line === null ? '' : `:${line}`} ${message}`);
    if (errors > 0) failed += 1;
  }
  return failed > 0 ? 1 : 0;
}
