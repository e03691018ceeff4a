/** `code-proxy mcp import`: servers from another program's file, or from any JSON. */
import type { Command } from 'commander';
import { mcpProblemWords } from '../../../src-shared/mcp-problem-words.ts';
import { type McpImportFrom, type McpImportPreview, mcpSourceSchema } from '../../../src-shared/schemas/mcp.ts';
import type { AdminCaller } from '../admin-caller.ts';
import type { McpPlaceOptions } from '../mcp-input.ts';
import { type Answer, answerWith, type CliSession, type JsonOption } from '../session.ts';
import { UsageError } from '../usage-error.ts';
import { withInputs, withPlace } from './mcp-options.ts';

interface ImportOptions extends JsonOption, McpPlaceOptions {
  readonly from?: string;
  readonly only?: string;
  readonly onConflict?: string;
  readonly dryRun?: boolean;
  readonly disabled?: boolean;
  readonly input?: readonly string[];
  readonly inputStdin?: boolean;
}

const PROGRAMS: readonly string[] = mcpSourceSchema.shape.program.options;
const CONFLICTS = ['skip', 'rename', 'replace'];

export function addMcpImport(parent: Command, session: CliSession): void {
  const command = parent
    .command('import [file]')
    .description('take servers over from a file, or from another program; without either: list programs');
  withInputs(withPlace(command))
    .option('--from <program>', PROGRAMS.join(', '))
    .option('--only <names>', 'only these, separated by commas')
    .option('--on-conflict <what>', 'for a name that is taken: skip, rename or replace (default: skip)')
    .option('--disabled', 'add them switched off')
    .option('--dry-run', 'only say what would come')
    .option('--json', 'print JSON')
    .action((file: string | undefined, options: ImportOptions) =>
      answerWith(session, options, async ({ caller }) => {
        const from = await sourceOf(caller, file, options);
        return from === null ? sources(session, caller) : imported(session, caller, from, options);
      }),
    );
}

async function sourceOf(caller: AdminCaller, file: string | undefined, { from }: ImportOptions): Promise<McpImportFrom | null> {
  if (file !== undefined && from !== undefined) throw new UsageError('a file and --from exclude each other – give one of them', '--from');
  if (file !== undefined) {
    const { readUserFile } = await import('../user-file.ts');
    return { kind: 'text', text: await readUserFile(file) };
  }
  if (from === undefined) return null;
  if (!PROGRAMS.includes(from)) throw new UsageError(`--from ${from} is not known – it is ${PROGRAMS.join(', ')}`, '--from');
  const found = (await caller.mcp.sources()).find(({ program }) => program === from);
  if (found === undefined) throw new UsageError(`no file of ${from} was found – "code-proxy mcp import" lists what is there`, '--from');
  return { kind: 'source', id: found.id };
}

async function sources(session: CliSession, caller: AdminCaller): Promise<Answer> {
  const { sourceTable } = await import('../mcp-text.ts');
  const items = await caller.mcp.sources();
  return { json: { items }, text: sourceTable(session.style, items) };
}

async function imported(session: CliSession, caller: AdminCaller, from: McpImportFrom, options: ImportOptions): Promise<Answer> {
  const [{ projectOf, scopeOf }, { inputValues }, { previewTable }] = await Promise.all([
    import('../mcp-input.ts'),
    import('../mcp-values.ts'),
    import('../mcp-text.ts'),
  ]);
  const conflict = options.onConflict ?? 'skip';
  if (!CONFLICTS.includes(conflict)) throw new UsageError(`--on-conflict ${conflict} is not known – it is ${CONFLICTS.join(', ')}`, '--on-conflict');
  const scope = scopeOf(options, await caller.mcp.list({ projects: [projectOf(options)] }), 'user');
  const preview = await caller.mcp.previewImport({ from, scope });
  if (options.dryRun === true) return { json: preview, text: previewTable(session.style, preview) };
  const wanted = chosen(preview, options).filter(({ isTaken }) => !isTaken || conflict !== 'skip');
  const left = leftOut(preview, options, conflict);
  const leftLines = left.map(({ name, why }) => `left out ${session.style.paint('strong', name)}: ${session.style.paint('plain', why)}`);
  if (wanted.length === 0) return { json: { added: [], replaced: [], left }, text: ['Nothing was imported.', ...leftLines].join('\n') };
  const done = await caller.mcp.importServers({
    from,
    scope,
    items: wanted.map(({ key, name, isTaken, isEnabled, freeName }) => ({
      key,
      name: isTaken && conflict === 'rename' ? freeName : name,
      replace: conflict === 'replace',
      isEnabled: isEnabled && options.disabled !== true,
    })),
    inputs: { ...(await inputValues(options, () => session.io.readInput())) },
  });
  const lines = [
    ...done.added.map((name) => `added ${session.style.paint('strong', name)}`),
    ...done.replaced.map((name) => `replaced ${session.style.paint('strong', name)}`),
    ...leftLines,
  ];
  return { json: { ...done, left }, text: lines.join('\n') };
}

/** What stays behind of that which was asked for, so that nobody takes it for imported. */
function leftOut({ items }: McpImportPreview, { only }: ImportOptions, conflict: string): readonly { readonly name: string; readonly why: string }[] {
  const names = namesIn(only);
  return items.flatMap(({ key, name, config, problem, isTaken }) => {
    if (names !== null && !names.includes(key) && !names.includes(name)) return [];
    if (config === null) return names === null ? [{ name: key, why: problem === null ? 'it cannot be read' : mcpProblemWords(problem) }] : [];
    return isTaken && conflict === 'skip' ? [{ name, why: 'the name is taken (--on-conflict rename or replace)' }] : [];
  });
}

function namesIn(only: string | undefined): readonly string[] | null {
  return only === undefined ? null : only.split(',').map((name) => name.trim());
}

/** What cannot be imported is left out, unless it was asked for by name: the core then says why. */
function chosen({ items }: McpImportPreview, { only }: ImportOptions): McpImportPreview['items'] {
  const names = namesIn(only);
  if (names === null) return items.filter(({ config }) => config !== null);
  const missing = names.find((name) => !items.some((item) => item.key === name || item.name === name));
  if (missing !== undefined) throw new UsageError(`there is no server "${missing}" in it`, '--only');
  return items.filter((item) => names.includes(item.key) || names.includes(item.name));
}
