/** Code Proxy as a service of the operating system: what would be written and run, and how it fares. */
import { z } from 'zod';

export const serviceSystemSchema = z.enum(['systemd', 'launchd', 'task-scheduler']);
export type ServiceSystemName = z.infer<typeof serviceSystemSchema>;

const portSchema = z.int().min(0).max(65_535);

/** How the service is to run. What is left out follows the settings of the data folder. */
export const serviceOptionsSchema = z.object({
  port: portSchema.optional(),
  adminPort: portSchema.optional(),
  /** False: the service leaves Claude Code's settings.json alone. */
  claudeSettings: z.boolean().default(true),
  /** HTTP_PROXY and its kind, as they are in the environment of who installs it. */
  keepProxyVariables: z.boolean().default(false),
});
export type ServiceOptions = z.infer<typeof serviceOptionsSchema>;

/**
 * What the user should know. `ends-at-logout`: lingering is off. `instance-runs`: an instance holds the data folder now, so that
 * the service takes over after that ends. `no-environment`: the Task Scheduler passes none on. `any-port`: port 0 changes at each start.
 * `temporary-program`: the program lies where it may be cleaned away.
 */
export const serviceNoteSchema = z.enum(['ends-at-logout', 'instance-runs', 'no-environment', 'any-port', 'temporary-program']);
export type ServiceNote = z.infer<typeof serviceNoteSchema>;

export const servicePlanSchema = z.object({
  system: serviceSystemSchema,
  name: z.string(),
  files: z.array(
    z.object({
      path: z.string(),
      text: z.string(),
      /** What installing does to the file. */
      change: z.enum(['new', 'changed', 'same']),
    }),
  ),
  /** As one would type them, in their order. */
  commands: z.array(z.string()),
  notes: z.array(serviceNoteSchema),
});
export type ServicePlan = z.infer<typeof servicePlanSchema>;

/** Why a service cannot be installed from here. */
export const serviceObstacleSchema = z.enum(['no-service-manager', 'desktop-app', 'demo']);
export type ServiceObstacle = z.infer<typeof serviceObstacleSchema>;

export const serviceStatusSchema = z.object({
  /** Null: this computer has none that we know. */
  system: serviceSystemSchema.nullable(),
  /** Null: it can be installed from here. */
  obstacle: serviceObstacleSchema.nullable(),
  name: z.string(),
  /** Path of the definition, whether or not it is there. */
  file: z.string().nullable(),
  isInstalled: z.boolean(),
  /** As the system sees it. */
  activity: z.enum(['running', 'starting', 'stopping', 'stopped', 'failed', 'unknown']),
  pid: z.int().nullable(),
  /** How often the system has started it anew after a failure. */
  restarts: z.int().nullable(),
  /** Exit code of the last run; null: it is still running, never ran, or the system does not say. */
  lastExitCode: z.int().nullable(),
  /** Whether it runs without anybody logged in; null: not a question on this system. */
  outlivesLogout: z.boolean().nullable(),
  /** Process that holds the data folder now; null: none. It may be the service itself. */
  instance: z.object({ pid: z.int(), host: z.enum(['headless', 'desktop']) }).nullable(),
  /** The system's own words about a problem; null: none. */
  problem: z.string().nullable(),
});
export type ServiceStatus = z.infer<typeof serviceStatusSchema>;

export const serviceLogInputSchema = z.object({ lines: z.int().min(1).max(2_000).default(50) });

export const serviceLogSchema = z.object({
  /** Our own log. */
  file: z.string(),
  lines: z.array(z.string()),
  /** What the system kept of the service's output; null: it keeps none. */
  system: z.object({ source: z.string(), lines: z.array(z.string()) }).nullable(),
});
export type ServiceLog = z.infer<typeof serviceLogSchema>;
