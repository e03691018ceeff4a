/** Small made-up projects for the tests of the check scripts. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';

const findingsSchema = z.array(z.object({ level: z.enum(['error', 'warning']), file: z.string(), line: z.number().nullable(), message: z.string() }));
export type Finding = z.infer<typeof findingsSchema>[number];

const checkModuleSchema = z.object({
  title: z.string(),
  check: z.custom<(root: string, ...rest: unknown[]) => unknown>((value) => typeof value === 'function'),
});

/** Writes the files into a fresh folder, which goes when the test is over, and returns it. */
export function makeProject(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'code-proxy-project-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** Runs scripts/checks/<name>.mjs on a folder. The scripts are plain JavaScript, so what they give back is parsed. */
export async function runCheck(name: string, root: string, ...rest: unknown[]): Promise<readonly Finding[]> {
  const loaded: unknown = await import(new URL(`../../scripts/checks/${name}.mjs`, import.meta.url).href);
  return findingsSchema.parse(await checkModuleSchema.parse(loaded).check(root, ...rest));
}

/** `file:line message` of each finding. */
export function asLines(findings: readonly Finding[]): string[] {
  return findings.map(({ file, line, message }) => `${file}${line === null ? '' : `:${line}`} ${message}`);
}
