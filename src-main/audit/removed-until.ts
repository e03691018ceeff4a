/** Remembers up to when audits were taken away, so that "expired" can be told from "never audited". */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PRIVATE_FILE_MODE } from '../platform/private-files.ts';

const FILE_NAME = 'removed.json';
const contentSchema = z.object({ untilMs: z.number() });

/** Unix ms; 0 when nothing was ever taken away, or nobody knows. */
export function readRemovedUntil(folder: string): number {
  try {
    return contentSchema.parse(JSON.parse(readFileSync(join(folder, FILE_NAME), 'utf8'))).untilMs;
  } catch {
    return 0; // Missing or damaged: then an expired audit reads "none", which is no reason to fail.
  }
}

export function writeRemovedUntil(folder: string, untilMs: number): void {
  try {
    writeFileSync(join(folder, FILE_NAME), JSON.stringify({ untilMs }), { mode: PRIVATE_FILE_MODE });
  } catch {
    // A full disk is said elsewhere, and this is only for the wording.
  }
}
