/** What the form of an MCP server holds, what of it is valid, and what is sent to the core. */
import { z } from 'zod';
import {
  MASK_CHARACTER,
  type McpConfig,
  type McpOverview,
  type McpScope,
  type McpServer,
  mcpConfigSchema,
  mcpNameSchema,
} from '../../../src-shared/schemas/mcp.ts';

/** Messages that the form translates; all others come from the shared schemas as they are. */
export const ROW_TWICE = 'mcpForm.rowTwice';
export const NAME_NEEDED = 'mcpForm.nameNeeded';
export const PROJECT_NEEDED = 'mcpForm.projectNeeded';

const rowsSchema = z.array(z.object({ name: z.string().trim(), value: z.string() })).superRefine((rows, context) => {
  const seen = new Set<string>();
  for (const [index, { name, value }] of rows.entries()) {
    if (name === '' && value !== '') context.addIssue({ code: 'custom', path: [index, 'name'], message: NAME_NEEDED });
    if (name !== '' && seen.has(name)) context.addIssue({ code: 'custom', path: [index, 'name'], message: ROW_TWICE });
    seen.add(name);
  }
});

const formShape = z.object({
  scopeKind: z.enum(['user', 'local', 'project']),
  folder: z.string(),
  project: z.string().trim(),
  name: z.string(),
  isEnabled: z.boolean(),
  type: z.enum(['stdio', 'http', 'sse']),
  command: z.string(),
  args: z.array(z.object({ value: z.string() })),
  cwd: z.string().trim(),
  env: rowsSchema,
  url: z.string().trim(),
  headers: rowsSchema,
});
export type ServerFormValues = z.input<typeof formShape>;
export type CheckedServerForm = z.output<typeof formShape>;

/** @param keptName  Of the server that is edited: it may stay even if it could not be given today. */
export function serverFormSchema(keptName: string | null) {
  return formShape.superRefine((form, context) => {
    const say = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (form.scopeKind !== 'user' && !/^(?:[/\\]|[A-Za-z]:)/.test(form.project)) say(['project'], PROJECT_NEEDED);
    const name = mcpNameSchema.safeParse(form.name);
    if (!name.success && form.name !== keptName) say(['name'], name.error.issues[0]?.message ?? '');
    const config = mcpConfigSchema.safeParse(rawConfigOf(form));
    for (const { path, message } of config.error?.issues ?? []) say(formPathOf(path), message);
  });
}

export const EMPTY_SERVER: ServerFormValues = {
  scopeKind: 'user',
  folder: '',
  project: '',
  name: '',
  isEnabled: true,
  type: 'stdio',
  command: '',
  args: [],
  cwd: '',
  env: [],
  url: '',
  headers: [],
};

/** @param at  Where a new server shall go unless the user says otherwise; null: for every project. */
export function newServerForm({ folders }: Pick<McpOverview, 'folders'>, at: McpScope | null): ServerFormValues {
  const folder = (folders.find(({ isDefault }) => isDefault) ?? folders[0])?.folder ?? '';
  return { ...EMPTY_SERVER, folder, ...(at === null ? {} : scopeFields(at)) };
}

export function formOfServer(server: McpServer, overview: Pick<McpOverview, 'folders'>): ServerFormValues {
  const config = server.config === null ? {} : configFields(server.config);
  return { ...newServerForm(overview, server.scope), name: server.name, isEnabled: server.isEnabled, ...config };
}

function scopeFields(scope: McpScope): Partial<ServerFormValues> {
  const { kind: scopeKind } = scope;
  if (scope.kind === 'user') return { scopeKind, folder: scope.folder };
  return scope.kind === 'local' ? { scopeKind, folder: scope.folder, project: scope.project } : { scopeKind, project: scope.project };
}

/** The fields that the JSON of an entry decides. */
export function configFields(config: McpConfig): Pick<ServerFormValues, 'type' | 'command' | 'args' | 'cwd' | 'env' | 'url' | 'headers'> {
  const { type, command, args, cwd, env, url, headers } = EMPTY_SERVER;
  if (config.type !== 'stdio') return { type: config.type, command, args, cwd, env, url: config.url, headers: rowsOf(config.headers) };
  const values = config.args.map((value) => ({ value }));
  return { type, command: config.command, args: values, cwd: config.cwd ?? '', env: rowsOf(config.env), url, headers };
}

export function scopeOf({ scopeKind, folder, project }: Pick<CheckedServerForm, 'scopeKind' | 'folder' | 'project'>): McpScope {
  if (scopeKind === 'user') return { kind: scopeKind, folder };
  return scopeKind === 'local' ? { kind: scopeKind, folder, project } : { kind: scopeKind, project };
}

/** @throws ZodError for a form that serverFormSchema refuses. */
export function configOf(form: CheckedServerForm): McpConfig {
  return mcpConfigSchema.parse(rawConfigOf(form));
}

/** What there is so far, valid or not, for showing it as JSON. */
export function draftConfigOf(form: CheckedServerForm): McpConfig {
  const raw = rawConfigOf(form);
  return raw.type === 'stdio' ? { ...raw, command: raw.command.trim() } : raw;
}

function rawConfigOf(form: CheckedServerForm): McpConfig {
  if (form.type !== 'stdio') return { type: form.type, url: form.url, headers: recordOf(form.headers) };
  const args = form.args.map(({ value }) => value);
  return { type: 'stdio', command: form.command, args, env: recordOf(form.env), cwd: form.cwd === '' ? null : form.cwd };
}

function rowsOf(record: Readonly<Record<string, string>>) {
  return Object.entries(record).map(([name, value]) => ({ name, value }));
}

/** Rows without a name are empty, or the form is refused. */
function recordOf(rows: readonly { readonly name: string; readonly value: string }[]): Record<string, string> {
  return Object.fromEntries(rows.flatMap(({ name, value }) => (name.trim() === '' ? [] : [[name.trim(), value]])));
}

const FIELDS = ['name', 'command', 'cwd', 'url', 'project', 'args', 'env', 'headers', 'type'] as const;
export type ServerFormField = (typeof FIELDS)[number];

/** The field of the form that a path of the core's input belongs to, for example `draft.config.env.KEY` or `scope.project`; null: to none. */
export function serverFieldOf(path: string): ServerFormField | null {
  const [first] = path.replace(/^(?:draft\.config|scope|ref|target\.draft\.config|draft)\./, '').split('.');
  return FIELDS.find((field) => field === first) ?? null;
}

/** Records are rows in the form: what is wrong with one of them is said above all. */
function formPathOf(path: readonly PropertyKey[]): PropertyKey[] {
  const [first, index] = path;
  return first === 'args' && typeof index === 'number' ? ['args', index, 'value'] : first === undefined ? ['command'] : [first];
}

/** What is typed into a masked value begins it anew: half a mask and half a secret would be neither. */
export function typedOverMask(before: string, typed: string): string {
  return before.includes(MASK_CHARACTER) && typed !== before ? typed.replaceAll(MASK_CHARACTER, '') : typed;
}

/** Whether a value of this name is hidden while it is typed. */
export function looksSecret(name: string): boolean {
  return /key|token|secret|passw|auth|credential|cookie/i.test(name);
}
