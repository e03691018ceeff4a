/**
 * The settings document as a JSON file, in the format of electron-store, so that both hosts read each other's. Written
 * whole, atomically and asynchronously; why not by `conf` itself: decision 0040.
 */
import { readFile, rename } from 'node:fs/promises';
import { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import { errorCodeOf } from '../platform/error-code.ts';
import { fileRefused, writeFileAtomically } from '../platform/private-files.ts';
import type { SettingsDocument, SettingsStore } from './ports.ts';

const documentSchema = z.record(z.string(), z.unknown());

/** @throws DATA_FOLDER_UNWRITABLE from every method when the operating system refuses access. */
export function settingsFile(path: string, clock: Clock): SettingsStore {
  return {
    async read() {
      try {
        return parseDocument(await readFile(path, 'utf8'));
      } catch (error) {
        if (errorCodeOf(error) === 'ENOENT') return { kind: 'absent' };
        throw fileRefused('read', path, error);
      }
    },
    async setAside() {
      const kept = `${path}.broken-${new Date(clock.nowMs()).toISOString().replaceAll(':', '-')}`;
      await rename(path, kept).catch((error: unknown) => {
        if (errorCodeOf(error) !== 'ENOENT') throw fileRefused('set aside', path, error);
      });
      return kept;
    },
    async write(document) {
      const text = `${JSON.stringify(document, null, '\t')}\n`;
      await writeFileAtomically(path, text).catch((error: unknown) => Promise.reject(fileRefused('write', path, error)));
    },
  };
}

function parseDocument(text: string): SettingsDocument {
  const bare = text.replace(/^\uFEFF/, '');
  let value: unknown;
  try {
    value = JSON.parse(bare);
  } catch (error) {
    // V8 quotes the text around the fault; the position is enough and shows nothing.
    const position = error instanceof SyntaxError ? /line \d+ column \d+/.exec(error.message)?.[0] : undefined;
    return { kind: 'unreadable', problem: position === undefined ? 'is not valid JSON' : `is not valid JSON (${position})` };
  }
  const parsed = documentSchema.safeParse(value);
  return parsed.success ? { kind: 'read', document: parsed.data } : { kind: 'unreadable', problem: 'is not a JSON object' };
}
