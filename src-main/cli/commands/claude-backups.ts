/** `code-proxy claude backups` and `restore-backup`: copies of Claude Code's files from before our writes. */
import type { Command } from 'commander';
import type { ClaudeBackup } from '../../../src-shared/schemas/claude-settings.ts';
import { bytes, relativeTime } from '../amounts.ts';
import { paintDiff } from '../claude-diff-text.ts';
import { type FolderOption, folderOf, inFolder } from '../claude-options.ts';
import { answerWith, type CliSession, type JsonOption } from '../session.ts';

const REASONS = {
  apply: 'before connecting',
  restore: 'before disconnecting',
  switch: 'before a switch',
  edit: 'before an edit',
  replace: 'before a backup was brought back',
} as const;

export function addClaudeBackupCommands(claude: Command, session: CliSession): void {
  inFolder(claude.command('backups'))
    .description('list the copies of Claude Code’s files from before Code Proxy wrote to them')
    .action((options: FolderOption) =>
      answerWith(session, options, async ({ caller }) => listAnswer(session, await caller.claude.backups(folderOf(options)))),
    );
  claude
    .command('restore-backup <id>')
    .description('put a copy in the place of the file; what is there now is kept as a backup before')
    .option('--diff', 'only show what would change; credentials are masked')
    .option('--json', 'print JSON')
    .action((id: string, options: JsonOption & { readonly diff?: boolean }) =>
      answerWith(session, options, async ({ caller }) => {
        const { style } = session;
        if (options.diff === true) {
          const found = await caller.claude.backupDiff({ id });
          return { json: found, text: found.diff === '' ? `${found.file} is just as this copy` : paintDiff(style, found.diff) };
        }
        const backup = await caller.claude.restoreBackup({ id });
        return { json: backup, text: `${style.paint('strong', backup.file)} is as it was ${relativeTime(backup.takenAtMs, session.io.nowMs())}` };
      }),
    );
}

async function listAnswer({ style, io }: CliSession, items: readonly ClaudeBackup[]) {
  if (items.length === 0) return { json: { items }, text: 'No backups – nothing was written yet' };
  const { renderTable } = await import('../table.ts');
  const columns = [
    { title: 'ID', cell: (backup: ClaudeBackup) => style.paint('strong', backup.id) },
    { title: 'TAKEN', cell: (backup: ClaudeBackup) => relativeTime(backup.takenAtMs, io.nowMs()) },
    { title: 'SIZE', align: 'right' as const, cell: (backup: ClaudeBackup) => bytes(backup.sizeBytes) },
    { title: 'WHY', cell: (backup: ClaudeBackup) => REASONS[backup.reason] },
    { title: 'FILE', cell: (backup: ClaudeBackup) => style.paint('plain', backup.file) },
  ];
  return { json: { items }, text: renderTable(style, columns, items) };
}
