/** The command that does by hand what a launch does, as people paste it into a terminal of their own. */
import { posix, win32 } from 'node:path';
import { quoteForShell, quoteForWindows } from '../../../src-shared/shell-words.ts';
import { dataFolder as usualDataFolder } from '../../platform/paths.ts';
import { programOnPath, type TerminalSearch } from './find-terminals.ts';

/** As package.json has it. */
const OUR_NAME = 'code-proxy';

export interface TypedCommandOptions {
  /** Program and arguments that stand before `launch`; null: there is no command line here, so it is Claude Code as its settings have it. */
  readonly cliCommand: readonly string[] | null;
  readonly dataFolder: string;
  readonly search: TerminalSearch;
}

export interface TypedSession {
  readonly folder: string;
  /** For Claude Code. */
  readonly args: readonly string[];
}

export async function typedCommand({ folder, args }: TypedSession, { cliCommand, dataFolder, search }: TypedCommandOptions): Promise<string> {
  const isWindows = search.platform === 'win32';
  const quote = isWindows ? quoteForWindows : quoteForShell;
  const line = (words: readonly string[]) => words.map(quote).join(' ');
  if (cliCommand === null) {
    const enter = isWindows ? `cd /d ${quote(folder)}` : line(['cd', folder]);
    return `${enter} && ${line(['claude', ...args])}`;
  }
  // A demo, or an instance that was told its folder, is not what a terminal would find by itself.
  const isUsual = dataFolder === usualDataFolder({});
  const before = isUsual || isWindows ? '' : `CODE_PROXY_HOME=${quote(dataFolder)} `;
  return `${before}${line([...(await typedProgram(cliCommand, search)), 'launch', '--cd', folder, ...(args.length === 0 ? [] : ['--', ...args])])}`;
}

/** The shortest that surely works: our name, the script of a checkout, else what runs at present with all its options. */
async function typedProgram(cliCommand: readonly string[], search: TerminalSearch): Promise<readonly string[]> {
  if ((await programOnPath(OUR_NAME, search)) !== null) return [OUR_NAME];
  const isWindows = search.platform === 'win32';
  const path = isWindows ? win32 : posix;
  const built = cliCommand.at(-1) ?? '';
  const root = path.resolve(built, '..', '..', '..');
  if (built !== path.join(root, 'dist', 'main', 'cli.js')) return cliCommand;
  const script = path.join(root, 'scripts', 'code-proxy.mjs');
  if (!(await search.exists(script))) return cliCommand;
  return isWindows ? ['node', script] : [script];
}
