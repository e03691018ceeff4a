/** What is asked and told about Claude Code's own files: folders, changes, switches, conflicts, backups. */
import { z } from 'zod';
import { claudeSettingsStateSchema } from './status.ts';

/** Path of a folder of Claude Code as `claude.folders` lists it; left out: the one in use. */
const folderSchema = z.string().max(4_096).optional();

export const claudeFolderInputSchema = z.object({ folder: folderSchema });
export const claudeApplyInputSchema = z.object({ folder: folderSchema, takeOver: z.boolean().default(false) });
export const claudeBackupInputSchema = z.object({ id: z.string().max(200) });

export const claudeFolderViewSchema = z.object({
  folder: z.string(),
  /** The one that Claude Code uses when it is started in our environment; always the first. */
  isDefault: z.boolean(),
  settingsFile: z.string(),
  /** .claude.json */
  configFile: z.string(),
  /** config.json, which the plugin for VS Code reads. */
  pluginFile: z.string(),
  /** Whether the folder exists. */
  isThere: z.boolean(),
  state: claudeSettingsStateSchema,
});
export type ClaudeFolderView = z.infer<typeof claudeFolderViewSchema>;

export const CLAUDE_SWITCHES = ['onboarding', 'plugin'] as const;
export const claudeSwitchNameSchema = z.enum(CLAUDE_SWITCHES);
export type ClaudeSwitchName = z.infer<typeof claudeSwitchNameSchema>;

/** One value in a file of Claude Code's that stays until it is switched off, also when Code Proxy does not run. */
export const claudeSwitchSchema = z.object({
  name: claudeSwitchNameSchema,
  file: z.string(),
  /** The key in the file. */
  key: z.string(),
  /** `foreign`: the value is there, but not by us; it cannot be taken away here. */
  state: z.enum(['off', 'on', 'foreign', 'unreadable']),
  /** Why it is unreadable; null otherwise. */
  problem: z.string().nullable(),
});
export type ClaudeSwitch = z.infer<typeof claudeSwitchSchema>;
export const claudeSwitchInputSchema = z.object({ folder: folderSchema, name: claudeSwitchNameSchema, isOn: z.boolean() });

export const CLAUDE_CONFLICTS = [
  /** A variable of our environment that settings.json wins over. */
  'environment',
  /** ANTHROPIC_API_KEY, which Claude Code sends beside our token. */
  'api-key',
  'api-key-helper',
  /** A variable by which Claude Code talks to another service and never to the proxy. */
  'other-provider',
  /** An outbound proxy without an exception for this machine. */
  'outbound-proxy',
  /** Settings of a project, which win over the user's. */
  'project',
  /** Settings of an administrator, which win over all. */
  'managed',
  /** A file that could not be read, so that nobody knows what it says. */
  'unreadable',
] as const;
export const claudeConflictSchema = z.object({
  kind: z.enum(CLAUDE_CONFLICTS),
  /** `wins`: ours has no effect where it applies; `loses`: it has none while ours is applied; `beside`: both take effect. */
  effect: z.enum(['wins', 'loses', 'beside']),
  /** The variable or key; never its value. */
  key: z.string(),
  /** The file it is in; null: the environment of Code Proxy. */
  file: z.string().nullable(),
});
export type ClaudeConflict = z.infer<typeof claudeConflictSchema>;

export const claudeBackupSchema = z.object({
  id: z.string(),
  /** The file that was copied, as the user knows it. */
  file: z.string(),
  takenAtMs: z.number(),
  sizeBytes: z.number(),
  /** What was about to be done to the file. */
  reason: z.enum(['apply', 'restore', 'switch', 'edit', 'replace']),
});
export type ClaudeBackup = z.infer<typeof claudeBackupSchema>;

/** What bringing a backup back would change now; credentials masked. */
export const claudeBackupDiffSchema = z.object({ file: z.string(), diff: z.string() });
export type ClaudeBackupDiff = z.infer<typeof claudeBackupDiffSchema>;
