/** Lint and format in one pass of Biome over the whole project (biome.json). */
import { runTool } from './run-tool.mjs';

export const title = 'lint+format';

/** @param {string} root */
export function check(root) {
  return runTool(root, 'node_modules/@biomejs/biome/bin/biome', ['check', '--colors=off', '--diagnostic-level=error', '--max-diagnostics=100', '.']);
}
