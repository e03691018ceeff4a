/** Enforces who may import whom (import-rules.mjs), that sources never import tests, and that there are no cycles. */
import { posix } from 'node:path';
import { finding } from './finding.mjs';
import { AREAS, EXCEPTIONS, OWNED_PACKAGES } from './import-rules.mjs';
import { readModule } from './module-record.mjs';
import { isSource, projectFiles, readProjectFile } from './project-files.mjs';

export const title = 'import-table';

/** @typedef {{ from: string, to: string, typesOnly: boolean, why: string }} Exception */

/**
 * @param {string} root
 * @param {readonly Exception[]} [exceptions]
 * @returns {import('./finding.mjs').Finding[]}
 */
export function check(root, exceptions = EXCEPTIONS) {
  const findings = [];
  /** @type {Map<string, string[]>} */
  const graph = new Map();
  const used = new Set();
  for (const file of projectFiles(root, isSource)) {
    const row = areaOf(file);
    if (row === null) {
      findings.push(finding(file, 'lies in a folder without a row in scripts/checks/import-rules.mjs: say what it decides and add one'));
      continue;
    }
    const targets = [];
    for (const record of readModule(file, readProjectFile(root, file)).imports) {
      const problem = record.specifier.startsWith('.') ? relativeProblem(file, row, record, exceptions, used) : packageProblem(row, record.specifier);
      if (problem !== null) findings.push(finding(file, problem, { line: record.line }));
      if (record.specifier.startsWith('.')) targets.push(resolve(file, record.specifier));
    }
    graph.set(file, targets);
  }
  for (const cycle of cycles(graph)) findings.push(finding(cycle[0] ?? '', `import cycle: ${[...cycle, cycle[0]].join(' -> ')}`));
  for (const exception of exceptions) {
    if (!used.has(exception))
      findings.push(finding('scripts/checks/import-rules.mjs', `the exception ${exception.from} -> ${exception.to} is not needed`));
  }
  return findings;
}

/** @param {string} file @param {string} specifier */
function resolve(file, specifier) {
  return posix.join(posix.dirname(file), specifier.split('?')[0] ?? '');
}

/** @param {string} file */
function areaOf(file) {
  for (const { area, match, ...row } of AREAS) {
    const matched = match.exec(file);
    if (matched !== null) return { area: area.replace('$1', matched[1] ?? ''), mayTypes: [], ...row };
  }
  return null;
}

/** @typedef {{ area: string, may: string[], mayTypes: string[], packages?: string[] }} Row */

/**
 * @param {string} file @param {Row} row @param {import('./module-record.mjs').ImportRecord} record
 * @param {readonly Exception[]} exceptions @param {Set<unknown>} used
 */
function relativeProblem(file, row, record, exceptions, used) {
  const target = resolve(file, record.specifier);
  if (target.startsWith('tests/')) return `imports ${target}: sources never import tests`;
  const to = areaOf(target)?.area;
  if (to === undefined)
    return /^(?:assets|package\.json)/.test(target) || target.endsWith('.css') ? null : `imports ${target}, which lies outside the sources`;
  if (to === row.area || includes(row.may, to) || (record.isType && includes(row.mayTypes, to))) return null;
  const exception = exceptions.find((one) => one.from === file && one.to === target && (record.isType || !one.typesOnly));
  if (exception !== undefined) {
    used.add(exception);
    return null;
  }
  const typesOnly = includes(row.mayTypes, to) ? ' other than as types' : '';
  return `${row.area} may not import ${to}${typesOnly} (${target})`;
}

/** @param {string[]} areas @param {string} area  A row `x/*` stands for every area below x. */
function includes(areas, area) {
  return areas.some((one) => one === area || (one.endsWith('/*') && area.startsWith(one.slice(0, -1))));
}

/** @param {Row} row @param {string} specifier */
function packageProblem(row, specifier) {
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  const owner = Object.entries(OWNED_PACKAGES).find(([owned]) => owned === name)?.[1];
  if (owner !== undefined && owner !== row.area) return `imports ${name}, which only ${owner} may`;
  if (row.packages !== undefined && !row.packages.includes(name)) return `${row.area} may not import ${specifier}`;
  return null;
}

/**
 * Strongly connected components of more than one file (Tarjan), type imports included: a circle of types is a circle of ideas.
 *
 * @param {ReadonlyMap<string, readonly string[]>} graph
 * @returns {string[][]}
 */
function cycles(graph) {
  const index = new Map();
  const low = new Map();
  /** @type {string[]} */
  const stack = [];
  /** @type {string[][]} */
  const found = [];
  /** @param {string} file */
  const visit = (file) => {
    index.set(file, index.size);
    low.set(file, index.get(file));
    stack.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!graph.has(next)) continue;
      if (!index.has(next)) {
        visit(next);
        low.set(file, Math.min(low.get(file), low.get(next)));
      } else if (stack.includes(next)) low.set(file, Math.min(low.get(file), index.get(next)));
    }
    if (low.get(file) !== index.get(file)) return;
    const component = stack.splice(stack.indexOf(file));
    if (component.length > 1) found.push(component);
  };
  for (const file of graph.keys()) if (!index.has(file)) visit(file);
  return found;
}
