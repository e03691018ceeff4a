/**
 * Enforces that every source file with behaviour has its mirrored unit test: `tests/unit/<path>.test.ts`, or another test in
 * the mirrored folder that imports the file itself, where several small files are tested as one thing.
 */
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { finding } from './finding.mjs';
import { readModule } from './module-record.mjs';
import { isSource, projectFiles, readProjectFile } from './project-files.mjs';

export const title = 'mirror';

/** Files whose behaviour shows only when the built app runs: the e2e suite drives them. */
const DRIVEN_BY_E2E = [
  /\/entry\.ts$/,
  /^src-main\/cli\/main\.ts$/,
  /\.worker\.ts$/,
  /^src-renderer\/(?:pages|components)\//,
  /^src-renderer\/[^/]+$/,
];

/** What other modules ask for, and nothing else. */
const CONTRACTS = /\/(?:ports|contract)\.ts$/;

/**
 * Source file to the test that covers it instead of a mirrored one, each with the reason.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const COVERED_ELSEWHERE = {
  // Wiring: what matters is that the parts work together, which a started core shows.
  'src-main/compose-audit.ts': 'tests/integration/audit/no-secret-is-kept.test.ts',
  'src-main/compose-claude.ts': 'tests/unit/src-main/compose.test.ts',
  'src-main/compose-data.ts': 'tests/unit/src-main/compose.test.ts',
  'src-main/compose-doctor.ts': 'tests/integration/doctor.test.ts',
  'src-main/compose-mcp.ts': 'tests/integration/mcp-servers.test.ts',
  'src-main/compose-operations.ts': 'tests/integration/operations.test.ts',
  'src-main/compose-proxy.ts': 'tests/unit/src-main/compose.test.ts',
  'src-main/compose-system.ts': 'tests/unit/src-main/compose.test.ts',
  // The verbs of skills, and what they load when they run.
  'src-main/cli/commands/skill-install.ts': 'tests/unit/src-main/cli/commands/skill.test.ts',
  'src-main/cli/skill-job.ts': 'tests/unit/src-main/cli/commands/skill.test.ts',
  'src-main/cli/skill-text.ts': 'tests/unit/src-main/cli/commands/skill.test.ts',
  'src-main/core-services.ts': 'tests/unit/src-main/compose.test.ts',
  'src-main/open-service.ts': 'tests/integration/service.test.ts',
  // What skills go through as a whole: each step of it is seen in what lies on the disk afterwards.
  'src-main/skills/open-source.ts': 'tests/unit/src-main/skills/refusals.test.ts',
  'src-main/skills/skill-catalogue.ts': 'tests/unit/src-main/skills/skill-manager.test.ts',
  'src-main/skills/skill-installer.ts': 'tests/unit/src-main/skills/skill-manager.test.ts',
  'src-main/skills/skill-keeping.ts': 'tests/integration/skills-crash.test.ts',
  'src-main/skills/skill-store.ts': 'tests/integration/skills-crash.test.ts',
  'src-main/skills/skill-updater.ts': 'tests/unit/src-main/skills/skill-manager.test.ts',
};

/**
 * @param {string} root
 * @param {Readonly<Record<string, string>>} [coveredElsewhere]
 * @returns {import('./finding.mjs').Finding[]}
 */
export function check(root, coveredElsewhere = COVERED_ELSEWHERE) {
  const findings = [];
  const importers = importersOf(root);
  const files = projectFiles(root, (path) => isSource(path) || /^scripts\/checks\/.*\.mjs$/.test(path));
  for (const file of files) {
    const instead = coveredElsewhere[file];
    if (instead !== undefined) {
      if (!existsSync(join(root, instead))) findings.push(finding(file, `is said to be covered by ${instead}, which does not exist`));
      continue;
    }
    if (CONTRACTS.test(file) || DRIVEN_BY_E2E.some((pattern) => pattern.test(file))) continue;
    if (!readModule(file, readProjectFile(root, file)).hasBehaviour) continue;
    const mirrored = `tests/unit/${file.replace(/\.(?:tsx?|mjs)$/, '.test')}`;
    const isMirrored = existsSync(join(root, `${mirrored}.ts`)) || existsSync(join(root, `${mirrored}.tsx`));
    if (!isMirrored && !importers.get(file)?.some((test) => test.startsWith(`tests/unit/${posix.dirname(file)}/`))) {
      findings.push(finding(file, `has no ${mirrored}.ts`));
    }
  }
  for (const file of Object.keys(coveredElsewhere)) {
    if (!existsSync(join(root, file))) findings.push(finding('scripts/checks/mirror.mjs', `lists ${file}, which does not exist`));
  }
  return findings;
}

/** @param {string} root @returns {Map<string, string[]>} Source file to the unit tests that import it as a value. */
function importersOf(root) {
  /** @type {Map<string, string[]>} */
  const importers = new Map();
  for (const test of projectFiles(root, (path) => /^tests\/unit\/.*\.test\.tsx?$/.test(path))) {
    for (const { specifier, isType } of readModule(test, readProjectFile(root, test)).imports) {
      if (isType || !specifier.startsWith('.')) continue;
      const source = posix.join(posix.dirname(test), specifier);
      importers.set(source, [...(importers.get(source) ?? []), test]);
    }
  }
  return importers;
}
