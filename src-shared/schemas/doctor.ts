/**
 * What the doctor finds: an ordered list of checks, each with its state, what was found, what to do about it, and perhaps a fix.
 * Sentences travel as a code and values; their words are in i18n/<language>/doctor.ts.
 */
import { z } from 'zod';

/** In the order in which they are shown: what everything else stands on comes first. */
export const DOCTOR_GROUPS = ['program', 'data', 'ports', 'network', 'endpoints', 'claude', 'extras'] as const;
export const doctorGroupSchema = z.enum(DOCTOR_GROUPS);
export type DoctorGroup = z.infer<typeof doctorGroupSchema>;

/** `skipped`: it could not be looked at, and the finding says why. `waiting` and `running` only while a run goes on. */
export const DOCTOR_STATES = ['waiting', 'running', 'ok', 'warning', 'failed', 'skipped'] as const;
export const doctorStateSchema = z.enum(DOCTOR_STATES);
export type DoctorState = z.infer<typeof doctorStateSchema>;

/** What the doctor can mend. Doing it twice does no more than doing it once. */
export const DOCTOR_FIXES = [
  'close-data-folder',
  'close-data-files',
  'remove-leftovers',
  'remove-instance-file',
  'start-proxy',
  'apply-claude-settings',
  'restore-claude-settings',
] as const;
export const doctorFixSchema = z.enum(DOCTOR_FIXES);
export type DoctorFix = z.infer<typeof doctorFixSchema>;

export const doctorSentenceSchema = z.object({
  /** Key of a sentence in i18n/<language>/doctor.ts. */
  code: z.string(),
  /** What stands in its gaps. A value may be a sentence of the core, which speaks English. */
  values: z.record(z.string(), z.string()),
});
export type DoctorSentence = z.infer<typeof doctorSentenceSchema>;

/** What an MCP server or a skill has wrong: the code of its own part, whose words are in i18n/<language>/mcp.ts and skills.ts. */
export const doctorProblemSchema = z.object({
  of: z.enum(['mcp', 'skills']),
  code: z.string(),
  values: z.record(z.string(), z.string()),
});
export type DoctorProblem = z.infer<typeof doctorProblemSchema>;

/** One thing that was seen: evidence for whoever reads a report. */
export const doctorDetailSchema = z.object({
  /** Key of a label in i18n/<language>/doctor.ts. */
  label: z.string(),
  /** A path, a name, a version: as it is in every language. Empty when the problem says it all. */
  value: z.string(),
  problem: doctorProblemSchema.nullable(),
});
export type DoctorDetail = z.infer<typeof doctorDetailSchema>;

export const DOCTOR_STAGES = ['dns', 'tcp', 'proxy', 'tls', 'http', 'auth', 'model'] as const;
/** One step on the way to an endpoint, in order; what comes after a failed one was not tried. */
export const doctorStageSchema = z.object({
  stage: z.enum(DOCTOR_STAGES),
  state: z.enum(['ok', 'warning', 'failed', 'skipped']),
  durationMs: z.number().nullable(),
  /** What was seen there, for example an address or a certificate's issuer; empty when there is nothing to say. */
  detail: z.string(),
});
export type DoctorStage = z.infer<typeof doctorStageSchema>;

export const doctorCheckSchema = z.object({
  /** Stable, for example `data-folder`; an endpoint's is `endpoint:<id>`. */
  id: z.string(),
  /** Which kind of check it is: the id without what stands behind the colon. Key of its title. */
  kind: z.string(),
  group: doctorGroupSchema,
  /** What it is about when there are several of a kind: an endpoint's name. */
  subject: z.string().nullable(),
  state: doctorStateSchema,
  /** Null until it has ended. */
  finding: doctorSentenceSchema.nullable(),
  remedy: doctorSentenceSchema.nullable(),
  details: z.array(doctorDetailSchema),
  stages: z.array(doctorStageSchema),
  fix: doctorFixSchema.nullable(),
  durationMs: z.number().nullable(),
});
export type DoctorCheck = z.infer<typeof doctorCheckSchema>;

export const doctorRunSchema = z.object({
  /** 0: there was no run yet; goes up with each one. */
  run: z.int().nonnegative(),
  isRunning: z.boolean(),
  isCancelled: z.boolean(),
  /** Whether endpoints were sent a tiny real message. */
  isPaid: z.boolean(),
  startedAtMs: z.number().nullable(),
  endedAtMs: z.number().nullable(),
  checks: z.array(doctorCheckSchema),
});
export type DoctorRun = z.infer<typeof doctorRunSchema>;

export const doctorRunInputSchema = z.object({
  /** Only these groups; null: all. */
  groups: z.array(doctorGroupSchema).min(1).nullable().default(null),
  /** Only these checks again, the others keep what was found; null: all. */
  checks: z.array(z.string().max(200)).min(1).max(500).nullable().default(null),
  /** Also sends each endpoint one tiny real message, which costs a few tokens. */
  isPaid: z.boolean().default(false),
});
export type DoctorRunInput = z.output<typeof doctorRunInputSchema>;

export const doctorFixInputSchema = z.object({ fix: doctorFixSchema });

export const doctorReportInputSchema = z.object({
  /** Also names endpoints, servers, skills and hosts as they are. Credentials, folders and the user's name are left out in any case. */
  withNames: z.boolean().default(false),
});
export type DoctorReportInput = z.output<typeof doctorReportInputSchema>;

/** Markdown in English, to paste into an issue. */
export const doctorReportSchema = z.object({ markdown: z.string() });
export type DoctorReport = z.infer<typeof doctorReportSchema>;
