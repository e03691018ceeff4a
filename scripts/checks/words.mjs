/** Finds words that must not be in the repository: forgotten notes, tests left out, places that exist on one machine only. */
import { finding, lineAt } from './finding.mjs';
import { projectFiles, readProjectFile } from './project-files.mjs';

export const title = 'words';

const TEXT = /\.(?:[cm]?[jt]sx?|json|ya?ml|md|css|html|sql|svg|sh|txt)$/;
const SKIPPED_FILES = new Set(['package-lock.json']);

const RULES = [
  { pattern: /\b(?:TODO|FIXME|XXX)\b(?!\(#\d+\))/g, message: 'a note for later names its issue: write it as a TODO with (#number)' },
  {
    pattern: /\b(?:it|test|describe|suite|bench)\.(?:only|skip|todo)\b/g,
    message: 'a test is left out; skip at run time with a stated condition instead',
    files: /^tests\//,
  },
  // `/home/user` is the one made-up home that examples may use.
  { pattern: /(?<![\w.~/-])\/(?:work|root|Users)\/\w|(?<![\w.~/-])\/home\/(?!user\b)\w/g, message: 'an absolute path of one machine' },
  { pattern: /https?:\/\/[^\s'"`<>)]*(?:registry|npmmirror|artifactory|verdaccio|nexus)[^\s'"`<>)]*/g, message: 'the host of a package registry' },
];

/**
 * @param {string} root
 * @returns {import('./finding.mjs').Finding[]}
 */
export function check(root) {
  const findings = [];
  for (const file of projectFiles(root, (path) => TEXT.test(path) && !SKIPPED_FILES.has(path))) {
    if (file === 'scripts/checks/words.mjs') continue; // It has to spell them.
    const text = readProjectFile(root, file);
    for (const { pattern, message, files } of RULES) {
      if (files !== undefined && !files.test(file)) continue;
      for (const match of text.matchAll(pattern)) findings.push(finding(file, `${message} (${match[0]})`, { line: lineAt(text, match.index) }));
    }
  }
  return findings;
}
