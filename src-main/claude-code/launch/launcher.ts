/**
 * Starts Claude Code in a terminal of the user's. Where this app has a command line, the terminal runs `code-proxy launch`, which
 * knows about isolation and about the proxy's life; the packaged desktop app has none, so there the terminal runs Claude Code
 * itself with a settings file of its own.
 */
import { access, chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../src-shared/app-error.ts';
import {
  type LaunchInput,
  type LaunchOptionsView,
  type LaunchPreview,
  type LaunchStarted,
  withRecentFolder,
} from '../../../src-shared/schemas/launch.ts';
import type { AppSettings } from '../../../src-shared/schemas/settings.ts';
import { parseShellWords } from '../../../src-shared/shell-words.ts';
import { findClient } from '../find-client.ts';
import { CREDENTIAL_VARIABLES, LOOPBACK_NAMES, writeSessionSettings } from '../launch-client.ts';
import type { ClaudeValues } from '../plan-edit.ts';
import { ClientVersions } from './client-version.ts';
import { type ChosenTerminal, chooseTerminal, findTerminals, type TerminalSearch, whyNoTerminal } from './find-terminals.ts';
import { checkedFolder, existingProjects, isFolder } from './known-folders.ts';
import { createLaunchFolder, removeLaunchFolder } from './launch-folders.ts';
import { openTerminal } from './open-terminal.ts';
import { posixScript, type SessionScript, windowsScript } from './session-script.ts';
import { launchPlatform } from './terminals.ts';
import { type TypedSession, typedCommand } from './typed-command.ts';

export interface LauncherOptions {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The folder of all launches. */
  readonly launches: string;
  readonly dataFolder: string;
  /** That Claude Code knows, the one added last at the end. */
  readonly projects: () => Promise<readonly string[]>;
  /** Program and arguments that stand before `launch`; null: there is no command line here. */
  readonly cliCommand: readonly string[] | null;
  readonly settings: () => AppSettings['launch'];
  readonly rememberFolders: (folders: readonly string[]) => Promise<unknown>;
  /** Address and token of the proxy, which is started if need be; asked for only without a command line. */
  readonly values: () => Promise<ClaudeValues>;
}

export class Launcher {
  readonly #options: LauncherOptions;
  readonly #search: TerminalSearch;
  readonly #versions = new ClientVersions();

  constructor(options: LauncherOptions) {
    this.#options = options;
    const exists = (path: string) =>
      access(path).then(
        () => true,
        () => false,
      );
    this.#search = { platform: launchPlatform(options.platform), environment: options.environment, exists };
  }

  async options(): Promise<LaunchOptionsView> {
    const { terminal, recentFolders } = this.#options.settings();
    const [terminals, projects, there, claude] = await Promise.all([
      findTerminals(this.#search),
      this.#options.projects().then(existingProjects),
      Promise.all(recentFolders.map(isFolder)),
      this.#claude(),
    ]);
    return {
      terminals: [...terminals],
      terminal,
      noTerminal: whyNoTerminal(this.#search),
      recentFolders: recentFolders.filter((_, index) => there[index] === true),
      projects: projects.filter((folder) => !recentFolders.includes(folder)),
      claude,
    };
  }

  async preview(input: LaunchInput): Promise<LaunchPreview> {
    const typed = input.folder.trim();
    const words = wordsOf(input, this.#options.platform);
    const args = argumentsOf(input, words.isOk ? words.words : []);
    const terminal = await this.#choose(input).then(
      (chosen) => ({ chosen, problem: null }),
      (error: unknown) => ({ chosen: null, problem: error }),
    );
    const folder = await checkedFolder(typed).then(
      (path) => ({ path, problem: null }),
      (error: unknown) => ({ path: typed === '' ? '.' : typed, problem: error }),
    );
    const problems = [
      ...(folder.problem === null ? [] : [{ field: 'folder' as const, message: messageOf(folder.problem) }]),
      ...(words.isOk ? [] : [{ field: 'args' as const, message: words.problem }]),
      ...(terminal.problem === null ? [] : [{ field: 'terminal' as const, message: messageOf(terminal.problem) }]),
    ];
    return { command: await this.#typed({ folder: folder.path, args }), args, terminal: terminal.chosen?.name ?? null, problem: problems[0] ?? null };
  }

  async run(input: LaunchInput): Promise<LaunchStarted> {
    const folder = await checkedFolder(input.folder);
    const words = wordsOf(input, this.#options.platform);
    if (!words.isOk) throw new AppError('CONFIG_INVALID', words.problem, { field: 'args' });
    const session = { folder, args: argumentsOf(input, words.words) };
    const command = await this.#typed(session);
    const terminal = await this.#choose(input).catch((error: unknown) => {
      // Whoever sits at another machine can still type it.
      if (error instanceof AppError && error.code === 'NOT_SUPPORTED_HERE')
        throw new AppError(error.code, `${error.message} – type this yourself: ${command}`, { field: 'terminal' });
      throw error;
    });
    // Asked here, where a window that closes at once would be the only answer otherwise.
    const program = await findClient({ environment: this.#options.environment });
    await this.#open(terminal, session, program);
    await this.remember(folder);
    return { terminal: terminal.name, folder, command };
  }

  async remember(folder: string): Promise<void> {
    await this.#options.rememberFolders(withRecentFolder(this.#options.settings().recentFolders, folder));
  }

  async forget(folder: string): Promise<void> {
    await this.#options.rememberFolders(this.#options.settings().recentFolders.filter((other) => other !== folder));
  }

  async #open(terminal: ChosenTerminal, session: TypedSession, program: string): Promise<void> {
    const { platform, environment, launches } = this.#options;
    const ownFolder = await createLaunchFolder(launches);
    try {
      const script = join(ownFolder, platform === 'win32' ? 'run.cmd' : 'run.command');
      const content = await this.#session(session, program, ownFolder);
      await writeFile(script, platform === 'win32' ? windowsScript(content) : posixScript(content), { mode: 0o700, flag: 'wx' });
      if (platform !== 'win32') await chmod(script, 0o700);
      await openTerminal({ call: terminal.call(script, session.folder), name: terminal.name, ownFolder, environment });
    } catch (error) {
      await removeLaunchFolder(ownFolder);
      throw error;
    }
  }

  async #session({ folder, args }: TypedSession, program: string, ownFolder: string): Promise<SessionScript> {
    const { cliCommand, environment, dataFolder, values } = this.#options;
    const passedOn = environment.CLAUDE_CONFIG_DIR ?? '';
    const shared = { ownFolder, folder, environment: { CODE_PROXY_HOME: dataFolder, ...(passedOn === '' ? {} : { CLAUDE_CONFIG_DIR: passedOn }) } };
    if (cliCommand !== null) return { ...shared, command: [...cliCommand, 'launch', '--cd', folder, '--', ...args], unset: [], noProxy: [] };
    const { file, rest } = await writeSessionSettings(ownFolder, { args, cwd: folder, values: await values() });
    return { ...shared, command: [program, '--settings', file, ...rest], unset: CREDENTIAL_VARIABLES, noProxy: LOOPBACK_NAMES };
  }

  #typed(session: TypedSession): Promise<string> {
    const { cliCommand, dataFolder } = this.#options;
    return typedCommand(session, { cliCommand, dataFolder, search: this.#search });
  }

  #choose(input: LaunchInput): Promise<ChosenTerminal> {
    return chooseTerminal(input.terminal ?? this.#options.settings().terminal, this.#search);
  }

  async #claude(): Promise<LaunchOptionsView['claude']> {
    try {
      const program = await findClient({ environment: this.#options.environment });
      return { kind: 'found', program, version: await this.#versions.of(program) };
    } catch (error) {
      if (error instanceof AppError) return { kind: 'missing', message: error.message };
      throw error;
    }
  }
}

function wordsOf({ args }: LaunchInput, platform: NodeJS.Platform): ReturnType<typeof parseShellWords> {
  return typeof args === 'string' ? parseShellWords(args, platform === 'win32' ? 'windows' : 'posix') : { isOk: true, words: args };
}

function argumentsOf({ model }: LaunchInput, words: readonly string[]): string[] {
  return [...(model === null || model === '' ? [] : ['--model', model]), ...words];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
