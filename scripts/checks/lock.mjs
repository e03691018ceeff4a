/**
 * Keeps package-lock.json installable on every platform and from every registry. An incremental install can drop the
 * entries of other platforms' optional packages, upon which the next `npm ci` fails: nothing else notices.
 */
import { finding } from './finding.mjs';
import { readProjectFile } from './project-files.mjs';

export const title = 'lock';

const EXACT = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;

/**
 * @param {string} root
 * @returns {import('./finding.mjs').Finding[]}
 */
export function check(root) {
  const packages = JSON.parse(readProjectFile(root, 'package-lock.json')).packages;
  const names = new Set(Object.keys(packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)));
  const findings = [];
  for (const [path, entry] of Object.entries(packages)) {
    for (const name of Object.keys(entry.optionalDependencies ?? {})) {
      if (!names.has(name)) {
        findings.push(
          finding(
            'package-lock.json',
            `${path} names ${name}, which has no entry: delete node_modules and the lock, then npm install --package-lock-only`,
          ),
        );
      }
    }
    if (entry.resolved !== undefined) findings.push(finding('package-lock.json', `${path} has a resolved URL: it ties the lock to one registry`));
  }
  const manifest = JSON.parse(readProjectFile(root, 'package.json'));
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    if (!EXACT.test(version)) findings.push(finding('package.json', `${name} must have an exact version, not ${version}`));
  }
  return findings;
}
