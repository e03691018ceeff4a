/** What the admin router needs of the core for Claude Code's own files: settings, MCP servers, skills. */
import type {
  ClaudeBackup,
  ClaudeBackupDiff,
  ClaudeConflict,
  ClaudeFolderView,
  ClaudeSwitch,
  ClaudeSwitchName,
} from '../../src-shared/schemas/claude-settings.ts';
import type {
  McpAdd,
  McpClone,
  McpEdit,
  McpImport,
  McpImported,
  McpImportFrom,
  McpImportPreview,
  McpListInput,
  McpOverview,
  McpPreset,
  McpRef,
  McpRemoved,
  McpScope,
  McpServer,
  McpSource,
} from '../../src-shared/schemas/mcp.ts';
import type { McpTest, McpTestInput } from '../../src-shared/schemas/mcp-test.ts';
import type { SkillCheckInput, SkillChooseInput, SkillDiff, SkillFindInput, SkillJob, SkillUpdateInput } from '../../src-shared/schemas/skill-job.ts';
import type { SkillBackup, SkillExtra, SkillList, SkillListInput, SkillRef, SkillText, SkillView } from '../../src-shared/schemas/skills.ts';
import type { ClaudeDiff, ClaudeSettingsState } from '../../src-shared/schemas/status.ts';

/**
 * MCP servers in Claude Code's files. Read anew for every answer; secrets are masked in all of them. MCP_SERVER_NOT_FOUND,
 * MCP_NAME_TAKEN, CONFIG_INVALID; CLAUDE_SETTINGS_BROKEN, _UNWRITABLE and _CHANGED_MEANWHILE when a file refuses.
 */
export interface McpService {
  list(input: McpListInput): Promise<McpOverview>;
  presets(): readonly McpPreset[];
  add(input: McpAdd): Promise<McpServer>;
  /** Also renames and moves. */
  edit(input: McpEdit): Promise<McpServer>;
  clone(input: McpClone): Promise<McpServer>;
  /** Can be undone with undoRemove until the app stops. */
  remove(ref: McpRef): Promise<McpRemoved>;
  undoRemove(undoId: string): Promise<McpServer>;
  /** Off takes it out of Claude Code's file and keeps it here; on puts it back as it was. */
  setEnabled(ref: McpRef, isEnabled: boolean): Promise<McpServer>;
  /** Files of other programs that are there. */
  sources(): Promise<readonly McpSource[]>;
  previewImport(from: McpImportFrom, scope: McpScope): Promise<McpImportPreview>;
  /** All or nothing. */
  importServers(input: McpImport): Promise<McpImported>;
}

/** Really starts or reaches MCP servers. */
export interface McpTestService {
  /** Resolves with what came of it, whatever it is. */
  run(input: McpTestInput): Promise<McpTest>;
  /** Gives the test up; does nothing when none of this id runs. */
  cancel(id: string): void;
}

/** Claude Code's own files. `folder` as `folders` names it, left out: the one in use; another one: CONFIG_INVALID. */
export interface ClaudeSettingsService {
  /** Of the folder in use. */
  state(): ClaudeSettingsState;
  /** The one in use first. */
  folders(): Promise<readonly ClaudeFolderView[]>;
  /** What apply would change now; with nothing to change the diff is empty. */
  diff(folder?: string): Promise<ClaudeDiff>;
  apply(options: { readonly takeOver: boolean }, folder?: string): Promise<ClaudeSettingsState>;
  restore(folder?: string): Promise<ClaudeSettingsState>;
  switches(folder?: string): Promise<readonly ClaudeSwitch[]>;
  /** @returns All switches of the folder, as they are now. */
  setSwitch(name: ClaudeSwitchName, isOn: boolean, folder?: string): Promise<readonly ClaudeSwitch[]>;
  conflicts(folder?: string): Promise<readonly ClaudeConflict[]>;
  /** Of all files of the folder, the newest first. */
  backups(folder?: string): Promise<readonly ClaudeBackup[]>;
  /** BACKUP_NOT_FOUND. */
  backupDiff(id: string): Promise<ClaudeBackupDiff>;
  /** Puts the copy in the place of the file, which is itself kept as a backup before. BACKUP_NOT_FOUND. @returns What was brought back. */
  restoreBackup(id: string): Promise<ClaudeBackup>;
}

/**
 * Claude Code's skills. What takes time is a job: it is asked about with `job`, announced as `skill-job` in the feed, and ends as done,
 * failed (`problem` says why) or cancelled. Nothing but the chosen skills ever lands, and each as a whole or not at all. SKILL_NOT_FOUND.
 */
export interface SkillService {
  list(input: SkillListInput): Promise<SkillList>;
  read(ref: SkillRef): Promise<SkillText>;
  /** Commands and agents. */
  extras(input: SkillListInput): Promise<readonly SkillExtra[]>;
  /** Disabled: moved out of Claude Code's sight into the data folder. SKILL_NAME_TAKEN, SKILL_FOLDER_UNWRITABLE. */
  setEnabled(ref: SkillRef, isEnabled: boolean): Promise<SkillView>;
  /** Works for disabled ones too. */
  remove(ref: SkillRef): Promise<SkillBackup>;
  /** The newest first. */
  backups(): Promise<readonly SkillBackup[]>;
  /** To where it was. SKILL_NAME_TAKEN unless it may replace. */
  restoreBackup(id: string, options: { readonly replace: boolean }): Promise<SkillView>;
  deleteBackup(id: string): Promise<void>;
  /** Those of the last hour, the newest first. */
  jobs(): readonly SkillJob[];
  job(id: string): SkillJob;
  /** Gets and checks what a source holds; `choosing` when the user may choose. */
  find(input: SkillFindInput): SkillJob;
  readCandidate(id: string, path: string): Promise<SkillText>;
  /** SKILL_REFUSED when the job waits for no choice, or one cannot be installed; SKILL_NAME_TAKEN without leave to replace. */
  choose(input: SkillChooseInput): Promise<SkillJob>;
  /** Looks for updates; `choosing` when all were looked at. */
  check(input: SkillCheckInput): SkillJob;
  /** What an update would change. */
  diff(id: string, ref: SkillRef): Promise<SkillDiff>;
  /** SKILL_REFUSED when there is none, or it would overwrite local changes. */
  update(input: SkillUpdateInput): Promise<SkillJob>;
  /** Does nothing to a job that has ended. Resolves when everything it had put aside is gone. */
  cancel(id: string): Promise<SkillJob>;
  /** Begins the upload of an archive, which a job then reads. It is dropped after the job, or after an hour. */
  upload(input: { readonly name: string; readonly sizeBytes: number }): Promise<{ readonly uploadId: string }>;
  uploadPart(uploadId: string, offset: number, bytes: Uint8Array): Promise<void>;
}
