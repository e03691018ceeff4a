/** `code-proxy claude folders`, `conflicts`, `switches` and `switch`: Claude Code's other files, and what stands in the way. */
import { resolve } from 'node:path';
import { Argument, type Command } from 'commander';
import { describeClaudeConflict } from '../../../src-shared/describe-claude-conflict.ts';
import {
  CLAUDE_SWITCHES,
  type ClaudeConflict,
  type ClaudeFolderView,
  type ClaudeSwitch,
  claudeSwitchNameSchema,
} from '../../../src-shared/schemas/claude-settings.ts';
import type { AdminCaller } from '../admin-caller.ts';
import { type FolderOption, folderOf, inFolder } from '../claude-options.ts';
import { onOrOff } from '../option-values.ts';
import { type Answer, answerWith, type CliSession, type JsonOption } from '../session.ts';
import type { TextStyle } from '../text-style.ts';
import { UsageError } from '../usage-error.ts';

const SWITCH_STATES = { on: 'on', off: 'off', foreign: 'on, but not by Code Proxy', unreadable: 'cannot be read' } as const;

export function addClaudeFileCommands(claude: Command, session: CliSession): void {
  addFolders(claude, session);
  inFolder(claude.command('conflicts'))
    .description('say what would keep Claude Code from the proxy, and what to do about it')
    .action((options: FolderOption) =>
      answerWith(session, options, async ({ caller }) => conflictsAnswer(session.style, await caller.claude.conflicts(folderOf(options)))),
    );
  inFolder(claude.command('switches'))
    .description('show the switches for Claude Code’s other files')
    .action((options: FolderOption) =>
      answerWith(session, options, async ({ caller }) => switchesAnswer(session.style, await caller.claude.switches(folderOf(options)))),
    );
  inFolder(claude.command('switch'))
    .description('onboarding: skip the first-run questions; plugin: a placeholder for a key, so that the plugin for VS Code asks for no login')
    .addArgument(new Argument('<name>').choices(CLAUDE_SWITCHES))
    .addArgument(new Argument('<state>', 'on or off').argParser(onOrOff))
    .action((name: string, isOn: boolean, options: FolderOption) =>
      answerWith(session, options, async ({ caller }) =>
        switchesAnswer(session.style, await caller.claude.setSwitch({ ...folderOf(options), name: claudeSwitchNameSchema.parse(name), isOn })),
      ),
    );
}

function addFolders(claude: Command, session: CliSession): void {
  const folders = claude.command('folders').description('list the folders of Claude Code that are looked after').option('--json', 'print JSON');
  const list = (options: JsonOption) =>
    answerWith(session, options, async ({ caller }) => foldersAnswer(session.style, await caller.claude.folders()));
  folders.action(list);
  // As with all other things that have a list.
  folders.command('list').description('the same').option('--json', 'print JSON').action(list);
  const change = (verb: string, about: string, next: (list: readonly string[], folder: string) => readonly string[]) =>
    folders
      .command(`${verb} <dir>`)
      .description(about)
      .option('--json', 'print JSON')
      .action((dir: string, options: JsonOption) =>
        answerWith(session, options, async ({ caller }) => {
          await changeFolders(caller, (list) => next(list, resolve(dir)));
          return foldersAnswer(session.style, await caller.claude.folders());
        }),
      );
  change('add', 'look after a further folder; connect it with “claude apply --folder”', (list, folder) => [...new Set([...list, folder])]);
  change('remove', 'take a folder off the list; what was written in it is undone', (list, folder) => {
    if (!list.includes(folder)) throw new UsageError(`${folder} is not on the list – "code-proxy claude folders" shows what is`, 'dir');
    return list.filter((one) => one !== folder);
  });
}

async function changeFolders(caller: AdminCaller, next: (list: readonly string[]) => readonly string[]): Promise<void> {
  const { folders } = (await caller.settings.get()).settings.claude;
  await caller.settings.change({ changes: [{ path: 'claude.folders', value: [...next(folders)] }] });
}

function foldersAnswer(style: TextStyle, items: readonly ClaudeFolderView[]): Answer {
  const lines = items.map(({ folder, isDefault, isThere, state }) => {
    const notes = [isDefault ? 'in use' : '', isThere ? '' : 'not there yet', state.kind].filter((note) => note !== '');
    return `${style.paint('strong', folder)}  ${style.paint('faint', notes.join(', '))}`;
  });
  return { json: { items }, text: lines.join('\n') };
}

function conflictsAnswer(style: TextStyle, items: readonly ClaudeConflict[]): Answer {
  if (items.length === 0) return { json: { items }, text: 'Nothing found that would keep Claude Code from the proxy' };
  const described = items.map((conflict) => ({ ...conflict, ...describeClaudeConflict(conflict), effect: conflict.effect }));
  const lines = described.flatMap(({ effect, text, remedy }) => [
    style.paint(effect === 'wins' ? 'bad' : 'plain', text),
    `  ${style.paint('faint', remedy)}`,
  ]);
  return { json: { items: described }, text: lines.join('\n') };
}

function switchesAnswer(style: TextStyle, items: readonly ClaudeSwitch[]): Answer {
  const lines = items.map(({ name, key, file, state, problem }) =>
    [style.paint('strong', name.padEnd(10)), SWITCH_STATES[state], style.paint('faint', problem ?? `(${key} in ${file})`)].join('  '),
  );
  return { json: { items }, text: lines.join('\n') };
}
