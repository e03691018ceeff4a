/** What the admin router needs of the core to start Claude Code in a terminal. */
import type { LaunchInput, LaunchOptionsView, LaunchPreview, LaunchStarted } from '../../src-shared/schemas/launch.ts';

/** Claude Code in a terminal of the user's, through this proxy and without a change of its settings. */
export interface LaunchService {
  options(): Promise<LaunchOptionsView>;
  /** What run() would do, and what keeps it from doing so. */
  preview(input: LaunchInput): Promise<LaunchPreview>;
  /**
   * Resolves once the terminal runs the command, and remembers the folder. CONFIG_INVALID with the field (folder, args, terminal),
   * PROGRAM_NOT_FOUND (Claude Code or the terminal), NOT_SUPPORTED_HERE without a display: its message holds the command to type.
   */
  run(input: LaunchInput): Promise<LaunchStarted>;
  /** Puts a folder at the top of the recent ones. */
  remember(folder: string): Promise<void>;
  forget(folder: string): Promise<void>;
}
