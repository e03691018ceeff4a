/** Type check of the Node side and of the renderer: two configurations, so that neither sees the other's globals. */
import { runTool } from './run-tool.mjs';

export const title = 'types';

/**
 * @param {string} root
 * @param {string[]} [configurations]
 */
export async function check(root, configurations = ['tsconfig.json', 'tsconfig.renderer.json']) {
  const results = [];
  for (const configuration of configurations) results.push(...(await runTool(root, 'node_modules/typescript/bin/tsc', ['-p', configuration])));
  return results;
}
