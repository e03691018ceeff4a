/** What every verb about Claude Code's files takes: which of its folders is meant. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { JsonOption } from './session.ts';

export interface FolderOption extends JsonOption {
  readonly folder?: string;
}

export function inFolder(command: Command): Command {
  return command
    .option('--folder <dir>', 'a folder of Claude Code, as “claude folders” lists them; the one in use unless given')
    .option('--json', 'print JSON');
}

/** As the router wants it. */
export function folderOf({ folder }: FolderOption): { readonly folder?: string } {
  return folder === undefined ? {} : { folder: resolve(folder) };
}
