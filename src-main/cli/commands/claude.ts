/** `code-proxy claude ..`: what is written into Claude Code's settings.json, and its undo. */
import type { Command } from 'commander';
import type { ClaudeDiff, ClaudeSettingsState } from '../../../src-shared/schemas/status.ts';
import { paintDiff } from '../claude-diff-text.ts';
import { type FolderOption, folderOf, inFolder } from '../claude-options.ts';
import { type Answer, answerWith, type CliSession } from '../session.ts';
import type { TextStyle } from '../text-style.ts';
import { addClaudeBackupCommands } from './claude-backups.ts';
import { addClaudeFileCommands } from './claude-files.ts';

const EXAMPLES = `
Examples:
  code-proxy claude diff
  code-proxy claude apply
  code-proxy claude restore
  code-proxy claude conflicts
  code-proxy claude switch onboarding on
  code-proxy claude backups
  code-proxy claude folders add ~/.claude-work`;

export function addClaudeCommand(parent: Command, session: CliSession): void {
  const claude = parent.command('claude').description('connect Claude Code to the proxy, and undo it').addHelpText('after', EXAMPLES);
  inFolder(claude.command('apply'))
    .description('write the address and token of the running proxy into Claude Code’s settings.json')
    .option('--take-over', 'also when another running Code Proxy wrote its own there')
    .action((options: FolderOption & { readonly takeOver?: boolean }) =>
      answerWith(session, { ...options, need: 'running' }, async ({ caller }) =>
        stateAnswer(session.style, await caller.claude.applySettings({ ...folderOf(options), takeOver: options.takeOver === true })),
      ),
    );
  inFolder(claude.command('restore'))
    .description('put settings.json back as it was before')
    .action((options: FolderOption) =>
      answerWith(session, options, async ({ caller }) => stateAnswer(session.style, await caller.claude.restore(folderOf(options)))),
    );
  inFolder(claude.command('diff'))
    .description('show what apply would change now; credentials are masked')
    .action((options: FolderOption) =>
      answerWith(session, options, async ({ caller }) => diffAnswer(session.style, await caller.claude.diff(folderOf(options)))),
    );
  addClaudeFileCommands(claude, session);
  addClaudeBackupCommands(claude, session);
}

function stateAnswer(style: TextStyle, state: ClaudeSettingsState): Answer {
  const isRefused = state.kind === 'refused';
  return {
    json: state,
    text: `${style.paint(isRefused ? 'bad' : 'plain', state.message)}\n  ${style.paint('faint', state.file)}`,
    exitCode: isRefused ? 1 : 0,
  };
}

function diffAnswer(style: TextStyle, diff: ClaudeDiff): Answer {
  if (diff.diff === '') return { json: diff, text: `Nothing to change in ${style.paint('plain', diff.file)}` };
  const keys = diff.keys.map(({ key, explanation }) => `  ${style.paint('strong', key)}  ${style.paint('faint', explanation)}`);
  return { json: diff, text: [paintDiff(style, diff.diff), '', ...keys].join('\n') };
}
