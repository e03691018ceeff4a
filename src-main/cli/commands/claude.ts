/** `code-proxy claude ..`: what is written into Claude Code's settings.json, and its undo. */
import type { Command } from 'commander';
import type { ClaudeDiff, ClaudeSettingsState } from '../../../src-shared/schemas/status.ts';
import { type Answer, answerWith, type CliSession, type JsonOption } from '../session.ts';
import type { TextStyle } from '../text-style.ts';

const EXAMPLES = '\nExamples:\n  code-proxy claude diff\n  code-proxy claude apply\n  code-proxy claude restore';

export function addClaudeCommand(parent: Command, session: CliSession): void {
  const claude = parent.command('claude').description('connect Claude Code to the proxy, and undo it').addHelpText('after', EXAMPLES);
  claude
    .command('apply')
    .description('write the address and token of the running proxy into Claude Code’s settings.json')
    .option('--take-over', 'also when another running Code Proxy wrote its own there')
    .option('--json', 'print JSON')
    .action((options: JsonOption & { readonly takeOver?: boolean }) =>
      answerWith(session, { ...options, need: 'running' }, async ({ caller }) =>
        stateAnswer(session.style, await caller.claude.applySettings({ takeOver: options.takeOver === true })),
      ),
    );
  claude
    .command('restore')
    .description('put settings.json back as it was before')
    .option('--json', 'print JSON')
    .action((options: JsonOption) => answerWith(session, options, async ({ caller }) => stateAnswer(session.style, await caller.claude.restore())));
  claude
    .command('diff')
    .description('show what apply would change now; credentials are masked')
    .option('--json', 'print JSON')
    .action((options: JsonOption) => answerWith(session, options, async ({ caller }) => diffAnswer(session.style, await caller.claude.diff())));
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
  const lines = diff.diff
    .trimEnd()
    .split('\n')
    // A tab is a control character and would not be printed.
    .map((line) => paintDiffLine(style, line.replaceAll('\t', '    ')));
  const keys = diff.keys.map(({ key, explanation }) => `  ${style.paint('strong', key)}  ${style.paint('faint', explanation)}`);
  return { json: diff, text: [...lines, '', ...keys].join('\n') };
}

function paintDiffLine(style: TextStyle, line: string): string {
  if (/^(---|\+\+\+|@@)/.test(line)) return style.paint('faint', line);
  if (line.startsWith('+')) return style.paint('good', line);
  return style.paint(line.startsWith('-') ? 'bad' : 'plain', line);
}
