/** Reads one source file's imports, and whether it does anything at run time, with the parser that Vite builds with (oxc). */
import { parseSync } from 'vite';
import { lineAt } from './finding.mjs';

/** @typedef {{ specifier: string, isType: boolean, line: number }} ImportRecord */

/** Syntax that makes a file more than types and plain values. */
const BEHAVIOUR = new Set(['ArrowFunctionExpression', 'CallExpression', 'ClassBody', 'FunctionDeclaration', 'FunctionExpression', 'NewExpression']);

/**
 * @param {string} path  Decides the dialect by its ending.
 * @param {string} text
 * @returns {{ imports: ImportRecord[], hasBehaviour: boolean }}
 * @throws when the file does not parse.
 */
export function readModule(path, text) {
  const { module, program, errors } = parseSync(path, text);
  const failure = errors[0];
  if (failure !== undefined) throw new Error(`${path} does not parse: ${failure.message}`);
  /** @type {ImportRecord[]} */
  const imports = [];
  for (const { start, moduleRequest, entries } of module.staticImports) {
    const isType = entries.length > 0 && entries.every((entry) => entry.isType);
    imports.push({ specifier: moduleRequest.value, isType, line: lineAt(text, start) });
  }
  for (const { start, entries } of module.staticExports) {
    const source = entries.find((entry) => entry.moduleRequest !== null)?.moduleRequest;
    const isType = entries.every((entry) => entry.isType);
    // Exporting what was imported above names that import's module again: it is one edge.
    const isKnown = imports.some((known) => known.specifier === source?.value && known.isType === isType);
    if (source && !isKnown) imports.push({ specifier: source.value, isType, line: lineAt(text, start) });
  }
  for (const { start, moduleRequest } of module.dynamicImports) {
    const literal = /^['"`](.*)['"`]$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
    if (literal?.[1] !== undefined) imports.push({ specifier: literal[1], isType: false, line: lineAt(text, start) });
  }
  let hasBehaviour = false;
  visitNodes(program, (node) => {
    if (BEHAVIOUR.has(node.type)) hasBehaviour = true;
    // `import('./x.ts').Thing` inside a type is no part of the module record.
    if (node.type === 'TSImportType') imports.push({ specifier: String(node.source.value), isType: true, line: lineAt(text, node.start) });
  });
  return { imports, hasBehaviour };
}

/**
 * @param {unknown} value
 * @param {(node: any) => void} see
 */
function visitNodes(value, see) {
  if (Array.isArray(value)) {
    for (const item of value) visitNodes(item, see);
  } else if (typeof value === 'object' && value !== null) {
    if ('type' in value && typeof value.type === 'string') see(value);
    for (const child of Object.values(value)) visitNodes(child, see);
  }
}
