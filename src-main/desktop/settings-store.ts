/** The settings document through electron-store, in the same file and format that the headless host uses. */
import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import ElectronStore from 'electron-store';
import type { Clock } from '../platform/clock.ts';
import { fileRefused, PRIVATE_FILE_MODE } from '../platform/private-files.ts';
import type { SettingsDocument } from './host-messages.ts';

export interface DesktopSettingsStore {
  read(): SettingsDocument;
  /** Renames the broken file and returns its new path. */
  setAside(): Promise<string>;
  /** @throws DATA_FOLDER_UNWRITABLE */
  write(document: Readonly<Record<string, unknown>>): void;
}

/** @param path  Absolute path that ends in `.json`. */
export function settingsStore(path: string, clock: Clock): DesktopSettingsStore {
  const open = () =>
    new ElectronStore({ cwd: dirname(path), name: basename(path, '.json'), configFileMode: PRIVATE_FILE_MODE, clearInvalidConfig: false });
  return {
    read() {
      if (!existsSync(path)) return { kind: 'absent' };
      try {
        return { kind: 'read', document: { ...open().store } };
      } catch (error) {
        // electron-store lets JSON.parse's own error through; V8 quotes the file in it, so only its kind is told.
        if (error instanceof SyntaxError) return { kind: 'unreadable', problem: 'is not valid JSON' };
        throw fileRefused('read', path, error);
      }
    },
    async setAside() {
      const kept = `${path}.broken-${new Date(clock.nowMs()).toISOString().replaceAll(':', '-')}`;
      await rename(path, kept);
      return kept;
    },
    write(document) {
      try {
        open().store = { ...document };
      } catch (error) {
        throw fileRefused('write', path, error);
      }
    },
  };
}
