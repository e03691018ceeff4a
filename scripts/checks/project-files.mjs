/** Which files the checks look at: everything that belongs to the project, nothing that was installed or built. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const NOT_OURS = new Set(['.git', '.cache', 'dist', 'node_modules', 'release', 'test-results']);

/**
 * @param {string} root     Project root.
 * @param {(path: string) => boolean} [wanted]
 * @returns {string[]} Paths from the root with forward slashes, sorted.
 */
export function projectFiles(root, wanted = () => true) {
  /** @type {string[]} */
  const found = [];
  /** @param {string} folder */
  const visit = (folder) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!NOT_OURS.has(entry.name)) visit(path);
      } else if (entry.isFile() && wanted(path)) found.push(path);
    }
  };
  visit('');
  return found.sort();
}

/** @param {string} root @param {string} path */
export function readProjectFile(root, path) {
  return readFileSync(join(root, path), 'utf8');
}

/** @param {string} path  True for TypeScript that ships: no tests, no declaration files. */
export function isSource(path) {
  return /^src-(?:main|shared|renderer)\/.*\.tsx?$/.test(path) && !path.endsWith('.d.ts');
}
