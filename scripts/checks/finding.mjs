/**
 * What a check reports.
 *
 * @typedef {{ level: 'error' | 'warning', file: string, line: number | null, message: string }} Finding
 */

/**
 * @param {string} file     Path from the project root, with forward slashes.
 * @param {string} message  A sentence that says what is wrong and, where it is not obvious, what to do.
 * @param {{ line?: number | null, level?: 'error' | 'warning' }} [options]
 * @returns {Finding}
 */
export function finding(file, message, { line = null, level = 'error' } = {}) {
  return { level, file, line, message };
}

/**
 * @param {string} text
 * @param {number} offset  Character offset into `text`.
 * @returns {number} Line number, 1 for the first.
 */
export function lineAt(text, offset) {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
