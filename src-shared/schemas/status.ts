/** What the running instance says of itself. */
import { z } from 'zod';

/** State of our keys in Claude Code's settings.json. `unmanaged`: this run does not touch the file; `unread`: applied, but Claude Code ignores the file. */
export const claudeSettingsStateSchema = z.object({
  kind: z.enum(['unmanaged', 'applied', 'unread', 'restored', 'overridden', 'refused']),
  /** The file's path. */
  file: z.string(),
  /** One sentence; for `refused`, `overridden` and `unread` it says what to do. */
  message: z.string(),
});
export type ClaudeSettingsState = z.infer<typeof claudeSettingsStateSchema>;

/** One line of a diff of settings.json. Tokens are masked. */
export const claudeDiffSchema = z.object({
  file: z.string(),
  /** Unified diff text, credentials masked; empty when nothing would change. */
  diff: z.string(),
  keys: z.array(z.object({ key: z.string(), before: z.string().nullable(), after: z.string().nullable(), explanation: z.string() })),
});
export type ClaudeDiff = z.infer<typeof claudeDiffSchema>;

export const proxyStateSchema = z.object({
  kind: z.enum(['running', 'stopped', 'failed']),
  /** Base URL for clients, for example `http://127.0.0.1:9000`; null unless running. */
  url: z.string().nullable(),
  /** Why it failed and what to do; null otherwise. */
  error: z.string().nullable(),
});
export type ProxyState = z.infer<typeof proxyStateSchema>;

export const statusSchema = z.object({
  version: z.string(),
  instanceId: z.string(),
  pid: z.number().int(),
  host: z.enum(['headless', 'desktop']),
  isDemo: z.boolean(),
  startedAtMs: z.number(),
  proxy: proxyStateSchema,
  /** Base URL of the dashboard in a browser; null in the desktop host. */
  dashboardUrl: z.string().nullable(),
  dataFolder: z.string(),
  logFile: z.string(),
  claude: claudeSettingsStateSchema,
  endpoints: z.object({ ready: z.number().int(), resting: z.number().int(), disabled: z.number().int() }),
  liveExchanges: z.number().int(),
  /** Problems to show above every page, newest first, for example a broken settings file that was set aside. */
  warnings: z.array(z.string()),
});
export type Status = z.infer<typeof statusSchema>;

/** Named long-lived local token. The secret itself is only ever in the answer of `tokens.add`. */
export const localTokenSchema = z.object({ name: z.string(), createdAtMs: z.number(), lastUsedAtMs: z.number().nullable(), tail: z.string() });
export type LocalToken = z.infer<typeof localTokenSchema>;
export const localTokenNameSchema = z
  .string()
  .trim()
  .min(1, 'a name is needed')
  .max(60, 'longer than 60 characters')
  .regex(/^[\w .@-]+$/, 'only letters, digits, space and . _ @ - are allowed');
