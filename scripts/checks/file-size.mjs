/** Keeps files small enough to read in one go: a warning above 300 lines, an error above 500. */
import { finding } from './finding.mjs';
import { projectFiles, readProjectFile } from './project-files.mjs';

export const title = 'file-size';

const WARNING_LINES = 300;
const ERROR_LINES = 500;
const CODE = /^(?:src-(?:main|shared|renderer)|tests|scripts|bench)\/.*\.(?:tsx?|mjs|css|sql)$/;

/**
 * @param {string} root
 * @returns {import('./finding.mjs').Finding[]}
 */
export function check(root) {
  const findings = [];
  for (const file of projectFiles(root, (path) => CODE.test(path) && !path.startsWith('tests/fixtures/'))) {
    const lines = readProjectFile(root, file).split('\n').length - 1;
    if (lines > ERROR_LINES) findings.push(finding(file, `has ${lines} lines; ${ERROR_LINES} is the limit: split it by idea`));
    else if (lines > WARNING_LINES)
      findings.push(finding(file, `has ${lines} lines; think of splitting it at ${WARNING_LINES}`, { level: 'warning' }));
  }
  return findings;
}
