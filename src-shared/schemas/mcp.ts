/**
 * MCP servers of Claude Code: where one is entered (scope), how it is started or reached (config), what is shown of it and
 * what may be entered. Secrets only travel inwards: what is shown has them masked, and a mask that comes back means "as stored".
 */
import { z } from 'zod';

/** In every mask; a value that holds it is never taken for a secret of the user's. */
export const MASK_CHARACTER = '•';

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this rejects
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f]/;

const pathSchema = z
  .string()
  .min(1, 'a path is needed')
  .max(4_096, 'longer than 4096 characters')
  .refine((value) => !CONTROL_CHARACTERS.test(value), 'contains a control character');

/** `folder`: a Claude folder (~/.claude, ..). `project`: absolute path of a project folder. */
export const mcpScopeSchema = z.discriminatedUnion('kind', [
  /** Everywhere: `mcpServers` of .claude.json. */
  z.object({ kind: z.literal('user'), folder: pathSchema }),
  /** Only this user, only in this project: `projects[project].mcpServers` of .claude.json. */
  z.object({ kind: z.literal('local'), folder: pathSchema, project: pathSchema }),
  /** All who work on the project: its .mcp.json. */
  z.object({ kind: z.literal('project'), project: pathSchema }),
]);
export type McpScope = z.infer<typeof mcpScopeSchema>;
export type McpScopeKind = McpScope['kind'];

/** What `claude mcp add` accepts (measured); a longer name would make the names of its tools too long for the API. */
export const MCP_NAME = /^[a-zA-Z0-9_-]+$/;
export const MCP_NAME_MAX = 64;
/** The client keeps these for itself. The last three it takes, and other programs stumble over. */
const RESERVED_NAMES = [
  'workspace',
  'computer-use',
  'claude-in-chrome',
  'webagent',
  'claude-code-remote',
  'Claude_Preview',
  '__proto__',
  'constructor',
  'prototype',
];
export const mcpNameSchema = z
  .string()
  .trim()
  .min(1, 'a name is needed')
  .max(MCP_NAME_MAX, `longer than ${MCP_NAME_MAX} characters`)
  .regex(MCP_NAME, 'may only hold letters a-z, digits, - and _')
  .refine((value) => !RESERVED_NAMES.includes(value), 'is a reserved name');

const textSchema = z.string().max(32_768, 'longer than 32768 characters');
const namedTextsSchema = z.record(z.string().min(1, 'a name is needed').max(256, 'longer than 256 characters'), textSchema);

/** The keys of an entry that we know. Others are kept as they are. */
export const mcpConfigSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('stdio'),
    command: z.string().trim().min(1, 'a command is needed').max(4_096, 'longer than 4096 characters'),
    args: z.array(textSchema).max(200, 'more than 200 arguments').default([]),
    env: namedTextsSchema.default({}),
    /** Null: none is named. Claude Code (2.1.329) keeps it and does not obey it: it starts the server in the session's folder (measured). */
    cwd: pathSchema.nullable().default(null),
  }),
  z.object({ type: z.literal('http'), url: textSchema.min(1, 'a URL is needed'), headers: namedTextsSchema.default({}) }),
  z.object({ type: z.literal('sse'), url: textSchema.min(1, 'a URL is needed'), headers: namedTextsSchema.default({}) }),
]);
export type McpConfig = z.infer<typeof mcpConfigSchema>;
export type McpConfigRaw = z.input<typeof mcpConfigSchema>;

export const MCP_PROBLEM_CODES = [
  /** values: file, line (may be empty), reason */
  'file-broken',
  'not-an-object',
  /** values: name */
  'name-invalid',
  /** values: type */
  'type-unknown',
  'command-missing',
  'url-missing',
  /** values: url (masked) */
  'url-invalid',
  /** A known key holds something else than it should. values: key */
  'key-invalid',
  /** `${NAME}` in it is set nowhere and has no default. values: names (comma-separated) */
  'variable-missing',
  /** `${input:ID}` of another program is not filled in. values: ids (comma-separated) */
  'input-missing',
  /** It is switched off, and what we keep of it cannot be read. values: reason */
  'kept-unreadable',
] as const;

/** Why something is broken; user interfaces have the words for each code. */
export const mcpProblemSchema = z.object({ code: z.enum(MCP_PROBLEM_CODES), values: z.record(z.string(), z.string()) });
export type McpProblem = z.infer<typeof mcpProblemSchema>;

export const mcpServerSchema = z.object({
  scope: mcpScopeSchema,
  name: z.string(),
  /** False: it is not in Claude Code's file; we keep it. */
  isEnabled: z.boolean(),
  /** Secrets masked. Null: there is no form for the entry (broken, or of type ws); `json` shows it. */
  config: mcpConfigSchema.nullable(),
  /** The whole entry as indented JSON, unknown keys included, secrets masked. */
  json: z.string(),
  /** Names of keys that we do not know and keep. */
  otherKeys: z.array(z.string()),
  /** `cmd /c` stands before the command in the file (Windows needs it for npx and the like); `config` is without it. */
  isWrapped: z.boolean(),
  problem: mcpProblemSchema.nullable(),
  /** Project scope: whether the user let Claude Code use it there. Null: another scope, or nothing is known of the project. */
  approval: z.enum(['approved', 'rejected', 'pending']).nullable(),
  /** A server of the same name wins over this one where both apply. */
  shadowedBy: mcpScopeSchema.nullable(),
});
export type McpServer = z.infer<typeof mcpServerSchema>;

export const mcpOverviewSchema = z.object({
  /** Claude folders, the one in use first, with the projects that Claude Code knows. */
  folders: z.array(
    z.object({
      folder: z.string(),
      isDefault: z.boolean(),
      file: z.string(),
      projects: z.array(z.object({ project: z.string(), exists: z.boolean() })),
      /** The file cannot be read; its servers are not in the list. */
      problem: mcpProblemSchema.nullable(),
    }),
  ),
  /** .mcp.json files that cannot be read. */
  brokenProjects: z.array(z.object({ project: z.string(), file: z.string(), problem: mcpProblemSchema })),
  servers: z.array(mcpServerSchema),
  /** Commands like npx are wrapped in `cmd /c` when they are written. */
  isWindows: z.boolean(),
});
export type McpOverview = z.infer<typeof mcpOverviewSchema>;

/** `projects`: paths to look at beside the projects that Claude Code knows; they are remembered until the app stops. */
export const mcpListInputSchema = z.object({ projects: z.array(pathSchema).max(50).default([]) }).prefault({});
export type McpListInput = z.infer<typeof mcpListInputSchema>;

export const mcpRefSchema = z.object({ scope: mcpScopeSchema, name: z.string().min(1).max(256) });
export type McpRef = z.infer<typeof mcpRefSchema>;

/** A form knows the known keys and leaves the others alone; JSON is the whole entry. Masks in either mean "as stored". */
export const mcpDraftSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('form'), config: mcpConfigSchema }),
  z.object({ kind: z.literal('json'), text: z.string().max(200_000, 'longer than 200000 characters') }),
]);
export type McpDraft = z.infer<typeof mcpDraftSchema>;

export const mcpAddSchema = z.object({ scope: mcpScopeSchema, name: mcpNameSchema, draft: mcpDraftSchema, isEnabled: z.boolean().default(true) });
export type McpAdd = z.infer<typeof mcpAddSchema>;
/** What is absent stays. Another scope moves it. */
export const mcpEditSchema = z.object({
  ref: mcpRefSchema,
  name: mcpNameSchema.optional(),
  scope: mcpScopeSchema.optional(),
  draft: mcpDraftSchema.optional(),
});
export type McpEdit = z.infer<typeof mcpEditSchema>;
/** Absent: "<name>-copy" in the same scope. */
export const mcpCloneSchema = z.object({ ref: mcpRefSchema, name: mcpNameSchema.optional(), scope: mcpScopeSchema.optional() });
export type McpClone = z.infer<typeof mcpCloneSchema>;
export const mcpSwitchSchema = z.object({ ref: mcpRefSchema, isEnabled: z.boolean() });
export const mcpRefInputSchema = z.object({ ref: mcpRefSchema });
/** Undoes one removal until the app stops. */
export const mcpRemovedSchema = z.object({ undoId: z.string().min(1).max(64) });
export type McpRemoved = z.infer<typeof mcpRemovedSchema>;

/** One word or sentence in each language of the product. */
const wordsSchema = z.object({ en: z.string().min(1), zh: z.string().min(1), ru: z.string().min(1) });

/** A value to be filled in: stands in strings as `${input:ID}`. */
export const mcpInputSchema = z.object({
  id: z.string().regex(/^[\w.-]+$/),
  /** What to enter, as far as it is known. */
  label: z.string(),
  isSecret: z.boolean(),
});
export type McpInput = z.infer<typeof mcpInputSchema>;

export const mcpPresetSchema = z.object({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  description: wordsSchema,
  homepage: z.url(),
  /** Proposed name. */
  name: mcpNameSchema,
  config: mcpConfigSchema,
  inputs: z.array(z.object({ id: mcpInputSchema.shape.id, label: wordsSchema, isSecret: z.boolean(), example: z.string() })),
  /** Programs that must be installed, for example `npx`. */
  needs: z.array(z.string()),
});
export type McpPreset = z.infer<typeof mcpPresetSchema>;

/** Files of other programs that are there. */
export const mcpSourceSchema = z.object({
  id: z.string(),
  program: z.enum(['claude-desktop', 'cursor', 'vscode', 'vscode-insiders', 'windsurf']),
  file: z.string(),
  /** 0 also when it cannot be read; the preview says why. */
  serverCount: z.number(),
});
export type McpSource = z.infer<typeof mcpSourceSchema>;

export const mcpImportFromSchema = z.discriminatedUnion('kind', [
  /** A whole file, its `mcpServers` or `servers`, one entry, or a line `claude mcp add-json NAME '{..}'`. */
  z.object({ kind: z.literal('text'), text: z.string().min(1, 'there is nothing to import').max(1_000_000, 'longer than 1000000 characters') }),
  z.object({ kind: z.literal('source'), id: z.string().min(1).max(4_096) }),
]);
export type McpImportFrom = z.infer<typeof mcpImportFromSchema>;

export const mcpImportPreviewInputSchema = z.object({ from: mcpImportFromSchema, scope: mcpScopeSchema });
export const mcpImportPreviewSchema = z.object({
  items: z.array(
    z.object({
      /** Names it in `importServers`. */
      key: z.string(),
      /** Proposed; valid even where the other program's was not. */
      name: z.string(),
      /** Secrets masked. Null: it cannot be imported, `problem` says why. */
      config: mcpConfigSchema.nullable(),
      otherKeys: z.array(z.string()),
      problem: mcpProblemSchema.nullable(),
      /** False: it is switched off in the other program, and meant to stay so. */
      isEnabled: z.boolean(),
      /** The scope has a server of this name already. */
      isTaken: z.boolean(),
      /** A free name, for "rename". */
      freeName: z.string(),
      inputs: z.array(mcpInputSchema),
    }),
  ),
});
export type McpImportPreview = z.infer<typeof mcpImportPreviewSchema>;

export const mcpImportSchema = z.object({
  from: mcpImportFromSchema,
  scope: mcpScopeSchema,
  /** Those that are wanted; the others are skipped. */
  items: z
    .array(z.object({ key: z.string(), name: mcpNameSchema, replace: z.boolean().default(false), isEnabled: z.boolean().default(true) }))
    .min(1, 'nothing is chosen')
    .max(500),
  /** Values for `${input:ID}`, by id. */
  inputs: z.record(z.string(), textSchema).default({}),
});
export type McpImport = z.infer<typeof mcpImportSchema>;
export const mcpImportedSchema = z.object({ added: z.array(z.string()), replaced: z.array(z.string()) });
export type McpImported = z.infer<typeof mcpImportedSchema>;
