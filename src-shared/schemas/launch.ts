/** Starting Claude Code in the user's terminal: where, with what, in which terminal, and what came of it. */
import { z } from 'zod';
import { parseShellWords } from '../shell-words.ts';

/** Terminals that are known by name. A name may stand for different programs on different systems, never on one. */
export const TERMINAL_IDS = [
  'x-terminal-emulator',
  'ptyxis',
  'gnome-terminal',
  'kgx',
  'konsole',
  'xfce4-terminal',
  'mate-terminal',
  'terminator',
  'kitty',
  'alacritty',
  'wezterm',
  'ghostty',
  'foot',
  'urxvt',
  'xterm',
  'terminal',
  'iterm2',
  'wt',
  'pwsh',
  'powershell',
  'cmd',
] as const;
export const terminalIdSchema = z.enum(TERMINAL_IDS);
export type TerminalId = z.infer<typeof terminalIdSchema>;

/** Stands for what is run: as a word of its own for program and arguments, within a word for one quoted text. */
export const COMMAND_PLACEHOLDER = '{command}';
/** Stands for the folder. */
export const FOLDER_PLACEHOLDER = '{folder}';

/** `auto`, a known terminal, or a command line of the user's own with `{command}` in it. */
export const terminalSettingSchema = z
  .string()
  .trim()
  .min(1, 'choose a terminal, or auto')
  .max(1_000)
  .superRefine((value, context) => {
    if (value === 'auto' || terminalIdSchema.safeParse(value).success) return;
    const parsed = parseShellWords(value);
    const problem = parsed.isOk
      ? value.includes(COMMAND_PLACEHOLDER)
        ? null
        : `must be auto, a known terminal (code-proxy launch --list-terminals) or a command line with ${COMMAND_PLACEHOLDER} in it`
      : parsed.problem;
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  });

const MAX_RECENT_FOLDERS = 12;
export const recentFoldersSchema = z.array(z.string().min(1).max(4_096)).max(MAX_RECENT_FOLDERS);

/** The folder used last first, each once. */
export function withRecentFolder(folders: readonly string[], folder: string): readonly string[] {
  return [folder, ...folders.filter((other) => other !== folder)].slice(0, MAX_RECENT_FOLDERS);
}

export const terminalViewSchema = z.object({
  id: terminalIdSchema,
  /** As its makers write it. */
  name: z.string(),
  /** Path of the program, or of the app on macOS. */
  program: z.string(),
});
export type TerminalView = z.infer<typeof terminalViewSchema>;

export const claudeProgramSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('found'), program: z.string(), /** Null: it did not say. */ version: z.string().nullable() }),
  z.object({ kind: z.literal('missing'), message: z.string() }),
]);

export const launchOptionsSchema = z.object({
  /** Those that are installed, the one that `auto` takes first. */
  terminals: z.array(terminalViewSchema),
  /** The setting `launch.terminal`. */
  terminal: z.string(),
  /** Why no terminal can be opened here at all; null when one can. */
  noTerminal: z.string().nullable(),
  /** The one used last first. */
  recentFolders: z.array(z.string()),
  /** Folders that Claude Code knows from its own file, without the recent ones; those that are gone are left out. */
  projects: z.array(z.string()),
  claude: claudeProgramSchema,
});
export type LaunchOptionsView = z.infer<typeof launchOptionsSchema>;

export const launchInputSchema = z.object({
  /** Absolute, or beginning with `~`. */
  folder: z.string().trim().max(4_096),
  /** As `--model` takes it; null: what Claude Code would take. */
  model: z
    .string()
    .trim()
    .max(200)
    .regex(/^[^-\s]\S*$/, 'must be the name of a model')
    .nullable()
    .default(null),
  /** Further arguments for Claude Code: as typed in a shell, or already as words. */
  args: z.union([z.string().max(8_000), z.array(z.string().max(8_000)).max(200)]).default(''),
  /** Null: as the setting says. */
  terminal: terminalSettingSchema.nullable().default(null),
});
export type LaunchInput = z.infer<typeof launchInputSchema>;
export type LaunchInputRaw = z.input<typeof launchInputSchema>;

export const launchPreviewSchema = z.object({
  /** To be typed in a terminal of the user's choice; it does the same. */
  command: z.string(),
  /** What Claude Code gets, word by word. */
  args: z.array(z.string()),
  /** Name of the terminal that would be opened; null when none can be. */
  terminal: z.string().nullable(),
  /** What is wrong with the input; null when it can be run. */
  problem: z.object({ field: z.enum(['folder', 'args', 'terminal']), message: z.string() }).nullable(),
});
export type LaunchPreview = z.infer<typeof launchPreviewSchema>;

export const launchStartedSchema = z.object({ terminal: z.string(), folder: z.string(), command: z.string() });
export type LaunchStarted = z.infer<typeof launchStartedSchema>;

export const launchRememberSchema = z.object({ folder: z.string().min(1).max(4_096) });
