/** Where things lie in the data folder. The app we replace keeps `code_proxy.db` and `audit/` there: those names are not ours. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Journals of edits of Claude Code's settings: of the folder in use, and by a digest of their path of the others. */
export const CLAUDE_JOURNAL_NAME = /^claude-settings(?:\.[0-9a-f]{16})?\.journal\.json$/;

export interface DataPaths {
  readonly folder: string;
  readonly database: string;
  readonly settings: string;
  readonly defaultModels: string;
  /** The user's own prices. */
  readonly prices: string;
  readonly claudeJournal: string;
  /** Copies of Claude Code's files from before our writes. */
  readonly claudeBackups: string;
  readonly instance: string;
  readonly key: string;
  /** A private folder for each session of Claude Code that we started. */
  readonly launches: string;
  /** Records of installed skills, disabled ones, backups; not the skills of Claude Code themselves. */
  readonly skills: string;
  readonly auditFolder: string;
  readonly logFolder: string;
  readonly logFile: string;
}

/** `CODE_PROXY_HOME`, else `~/.code_proxy`. */
export function dataFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const chosen = environment['CODE_PROXY_HOME'];
  return chosen === undefined || chosen === '' ? join(homedir(), '.code_proxy') : resolve(chosen);
}

export function dataPaths(folder: string): DataPaths {
  return {
    folder,
    database: join(folder, 'proxy.db'),
    settings: join(folder, 'settings.json'),
    defaultModels: join(folder, 'default_model.yaml'),
    prices: join(folder, 'pricing.json'),
    claudeJournal: join(folder, 'claude-settings.journal.json'),
    claudeBackups: join(folder, 'claude-backups'),
    instance: join(folder, 'instance.json'),
    key: join(folder, 'key'),
    launches: join(folder, 'launches'),
    skills: join(folder, 'skills'),
    auditFolder: join(folder, 'audit-log'),
    logFolder: join(folder, 'logs'),
    logFile: join(folder, 'logs', 'code-proxy.log'),
  };
}
