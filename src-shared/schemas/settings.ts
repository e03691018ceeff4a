/** The app's own settings: one schema for the file, the admin router, the CLI and the settings page. */
import { z } from 'zod';
import { auditPatternProblem, MAX_AUDIT_PATTERNS } from '../audit-pattern.ts';
import { LANGUAGES } from '../i18n/languages.ts';
import { BYTES_PER_KIB, BYTES_PER_MIB } from '../units.ts';
import { recentFoldersSchema, terminalSettingSchema } from './launch.ts';

export const portSchema = z.int('must be a whole number').min(0, 'must be 0 to 65535').max(65_535, 'must be 0 to 65535');

/** `system` uses what the operating system says (environment variables when headless), `env` HTTP(S)_PROXY, `none` nothing. */
export const outboundProxySchema = z.union([
  z.enum(['system', 'env', 'none']),
  z.url({ protocol: /^https?$/, error: 'must be system, env, none or an http(s) URL' }),
]);

const seconds = (min: number, max: number) =>
  z
    .int()
    .min(min * 1_000, `at least ${min} s`)
    .max(max * 1_000, `at most ${max} s`);

/** A regular expression of the user's own, matched against bytes; the message says what is wrong with it. */
const auditPatternSchema = z.string().superRefine((source, context) => {
  const problem = auditPatternProblem(source);
  if (problem !== null) context.addIssue({ code: 'custom', message: problem });
});

const claudeModelSchema = z
  .string()
  .trim()
  .regex(/^[\w.:/@[\]-]{1,200}$/, 'must be a model name without blanks')
  .nullable()
  .default(null);

/** A path of this machine or, so that a copied file stays readable, of another system. */
const claudeFolderPathSchema = z
  .string()
  .trim()
  .max(4_096)
  .regex(/^(?:\/|[A-Za-z]:[\\/]|\\\\)/, 'must be an absolute path');

/** https, or http to this very machine. */
const githubUrlSchema = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) URL' })
  .max(500)
  .refine((text) => !URL.canParse(text) || new URL(text).protocol === 'https:' || isLoopbackUrl(text), 'must be https, or http to this machine');

function isLoopbackUrl(text: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(text).hostname);
}

export const appSettingsSchema = z.object({
  proxy: z
    .object({
      /** Port of the proxy listener. 0 takes any free one. */
      port: portSchema.default(9_000),
      host: z.string().trim().min(1).max(255).default('127.0.0.1'),
      /** Further `Host` header names that are accepted, for example a machine's LAN name. */
      allowedHosts: z.array(z.string().trim().min(1).max(255)).max(50).default([]),
      /** Retries of one exchange at a sole endpoint. */
      maxRetries: z.int('must be a whole number').min(0, 'at least 0').max(20, 'at most 20').default(5),
      /** Longest rest after a failure that names no wait, ms. */
      restLimitMs: seconds(30, 86_400).default(1_800_000),
      apiTimeoutMs: seconds(10, 3_600).default(600_000),
      connectTimeoutMs: seconds(1, 120).default(10_000),
      /** Streamed requests: from sent request to first byte of content, ms. */
      firstByteTimeoutMs: seconds(5, 1_800).default(90_000),
      /** Longest silence between two chunks of an answer, ms. */
      idleTimeoutMs: seconds(5, 1_800).default(180_000),
      /** How long streams may go on after a stop was asked for, ms; then they are ended. */
      stopGraceMs: seconds(0, 60).default(5_000),
      outboundProxy: outboundProxySchema.default('system'),
      /** PEM file with certificates to trust beside the system's; null: none. */
      extraCaFile: z.string().max(4_096).nullable().default(null),
    })
    .prefault({}),
  admin: z.object({ port: portSchema.default(9_001) }).prefault({}),
  claude: z
    .object({
      /** Write Claude Code's settings.json at start and undo it at stop. */
      applyOnStart: z.boolean().default(true),
      apiTimeoutMs: seconds(10, 3_600).default(600_000),
      attributionHeader: z.boolean().default(true),
      disableNonessentialTraffic: z.boolean().default(true),
      /** False: Claude Code asks for finished features of the API only, for endpoints that refuse the others. */
      experimentalBetas: z.boolean().default(true),
      agentTeams: z.boolean().default(false),
      /** False: no line about Claude Code in commits and pull requests. */
      commitAttribution: z.boolean().default(true),
      /** Model names that Claude Code is to use; null: not ours to say. */
      model: claudeModelSchema,
      opusModel: claudeModelSchema,
      sonnetModel: claudeModelSchema,
      haikuModel: claudeModelSchema,
      smallFastModel: claudeModelSchema,
      /** Further folders of Claude Code beside the one in use, absolute. */
      folders: z.array(claudeFolderPathSchema).max(10, 'at most 10 folders').default([]),
    })
    .prefault({}),
  ui: z
    .object({
      theme: z.enum(['system', 'light', 'dark']).default('system'),
      language: z.enum(['system', ...LANGUAGES]).default('system'),
    })
    .prefault({}),
  desktop: z.object({ launchAtLogin: z.boolean().default(false), notifications: z.boolean().default(true) }).prefault({}),
  launch: z
    .object({
      terminal: terminalSettingSchema.default('auto'),
      /** Folders that Claude Code was started in from here, the last one first. */
      recentFolders: recentFoldersSchema.default([]),
    })
    .prefault({}),
  skills: z
    .object({
      /** Where repositories are got from; a server of one's own speaks the same way. */
      githubUrl: githubUrlSchema.default('https://github.com'),
    })
    .prefault({}),
  log: z.object({ level: z.enum(['debug', 'info', 'warn', 'error']).default('info') }).prefault({}),
  records: z
    .object({ keepExchangesDays: z.int('must be a whole number').min(1, 'at least 1 day').max(3_650, 'at most 3,650 days').default(400) })
    .prefault({}),
  /** Requests and answers in full, credentials taken out. */
  audit: z
    .object({
      isOn: z.boolean().default(true),
      keepDays: z.int('must be a whole number').min(1, 'at least 1 day').max(365, 'at most 365 days').default(14),
      /** Of all days together; beyond it the oldest day goes first. */
      maxSizeBytes: z
        .int()
        .min(50 * BYTES_PER_MIB, 'at least 50 MiB')
        .max(1_024 * 1_024 * BYTES_PER_MIB, 'at most 1 TiB')
        .default(2_048 * BYTES_PER_MIB),
      /** Of one body; what follows is cut off. The API itself takes 32 MiB. */
      maxBodyBytes: z
        .int()
        .min(64 * BYTES_PER_KIB, 'at least 64 KiB')
        .max(32 * BYTES_PER_MIB, 'at most 32 MiB')
        .default(8 * BYTES_PER_MIB),
      /** Regular expressions; what they match is taken out beside the credentials. */
      patterns: z.array(auditPatternSchema).max(MAX_AUDIT_PATTERNS, `at most ${MAX_AUDIT_PATTERNS} patterns`).default([]),
    })
    .prefault({}),
});
export type AppSettings = z.infer<typeof appSettingsSchema>;
export const DEFAULT_SETTINGS: AppSettings = appSettingsSchema.parse({});

/** One changed value; `path` is dotted, for example `proxy.port`. The value is checked by appSettingsSchema when applied. */
export const settingChangeSchema = z.object({ path: z.string().regex(/^[a-z]+\.[a-zA-Z]+$/, 'must look like proxy.port'), value: z.json() });
export type SettingChange = z.infer<typeof settingChangeSchema>;

export const settingsViewSchema = z.object({
  settings: appSettingsSchema,
  /** Paths whose new value takes effect only after the proxy or the app is started again. */
  needsRestart: z.array(z.string()),
  /** Paths overridden by a command-line option for this run. */
  overridden: z.array(z.string()),
});
export type SettingsView = z.infer<typeof settingsViewSchema>;
