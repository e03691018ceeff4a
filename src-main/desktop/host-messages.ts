/**
 * What the main thread and the core's worker thread say to each other. Both sides parse what they receive: the message
 * channel is an edge like any other. Data for the windows never takes this way; it goes through the admin socket.
 */
import { z } from 'zod';
import { APP_ERROR_CODES, AppError } from '../../src-shared/app-error.ts';
import { noticeEventSchema } from '../../src-shared/feed-events.ts';
import { keychainStateSchema } from '../../src-shared/schemas/secrets.ts';
import { appSettingsSchema } from '../../src-shared/schemas/settings.ts';
import { proxyStateSchema } from '../../src-shared/schemas/status.ts';
import { overridesSchema } from './launch-options.ts';

/** Given to the worker at its start. */
export const workerDataSchema = z.object({
  /** Data folder. */
  folder: z.string().min(1),
  isDemo: z.boolean(),
  version: z.string(),
  environment: z.record(z.string(), z.string()),
  overrides: overridesSchema,
});
export type WorkerData = z.infer<typeof workerDataSchema>;

const documentSchema = z.record(z.string(), z.unknown());

/** What only the main thread can do: it alone has the keychain and electron-store. */
export const questionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keychain-state') }),
  /** The text to be sealed. */
  z.object({ kind: z.literal('seal'), text: z.string() }),
  /** What was sealed, base64. */
  z.object({ kind: z.literal('unseal'), sealed: z.base64() }),
  /** Which proxy the system names for it. */
  z.object({ kind: z.literal('resolve-proxy'), url: z.url() }),
  z.object({ kind: z.literal('read-settings') }),
  z.object({ kind: z.literal('set-settings-aside') }),
  z.object({ kind: z.literal('write-settings'), document: documentSchema }),
]);
export type Question = z.infer<typeof questionSchema>;

/** What tray, notices and login item need to know of the core. */
export const hostStateSchema = z.object({
  proxy: proxyStateSchema,
  /** Name of the first endpoint that would be tried now; null when none is ready. */
  currentEndpoint: z.string().nullable(),
  settings: appSettingsSchema.pick({ desktop: true, ui: true, launch: true }),
  /** How long streams may go on after a stop was asked for, ms. */
  stopGraceMs: z.number(),
});
export type HostState = z.infer<typeof hostStateSchema>;

const failureSchema = z.object({ code: z.enum(APP_ERROR_CODES), message: z.string() });
export type Failure = z.infer<typeof failureSchema>;

export const fromWorkerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ask'), id: z.int(), question: questionSchema }),
  /** The admin socket answers from now on. */
  z.object({ type: z.literal('started'), socket: z.string(), token: z.string() }),
  z.object({ type: z.literal('start-failed'), failure: failureSchema }),
  z.object({ type: z.literal('state'), state: hostStateSchema }),
  z.object({ type: z.literal('notice'), notice: noticeEventSchema }),
  /** A launch that the tray asked for. */
  z.object({ type: z.literal('launch-failed'), failure: failureSchema }),
  /** Somebody asked this instance to stop, for example `code-proxy stop`. */
  z.object({ type: z.literal('quit-asked') }),
  z.object({ type: z.literal('stopped') }),
]);
export type FromWorker = z.infer<typeof fromWorkerSchema>;

export const toWorkerSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('answer'),
    id: z.int(),
    result: z.union([z.object({ isOk: z.literal(true), value: z.unknown() }), z.object({ isOk: z.literal(false), failure: failureSchema })]),
  }),
  z.object({ type: z.literal('proxy'), action: z.enum(['start', 'stop']) }),
  /** Claude Code in this folder, in a terminal. */
  z.object({ type: z.literal('launch'), folder: z.string() }),
  /** The machine woke up. */
  z.object({ type: z.literal('resumed') }),
  z.object({ type: z.literal('stop'), reason: z.string() }),
]);
export type ToWorker = z.infer<typeof toWorkerSchema>;

/** Answers to the keychain questions; sealed bytes as base64. */
export const keychainAnswers = {
  state: keychainStateSchema,
  sealed: z.base64(),
  opened: z.object({ text: z.string(), resealed: z.base64().nullable() }),
} as const;

/** Answers to the settings questions. */
export const settingsDocumentSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('absent') }),
  z.object({ kind: z.literal('read'), document: documentSchema }),
  z.object({ kind: z.literal('unreadable'), problem: z.string() }),
]);
export type SettingsDocument = z.infer<typeof settingsDocumentSchema>;

/** An error as it crosses the thread boundary: code and message only, since classes do not survive it. */
export function failureOf(error: unknown): Failure {
  if (error instanceof AppError) return { code: error.code, message: error.message };
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}
