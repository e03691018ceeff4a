/**
 * The admin router of a running instance as the CLI calls it: over its admin socket, with the token of instance.json, and
 * with failures turned back into AppErrors. Everything heavy is loaded when a client is opened, so that `--help` stays quick.
 */
import type { createTRPCClient } from '@trpc/client';
import { z } from 'zod';
import { hostErrorSchema, TRPC_PATH } from '../../src-shared/admin-http.ts';
import { APP_ERROR_CODES, AppError, REPAIRS } from '../../src-shared/app-error.ts';
import type { AdminRouter } from '../admin/router.ts';
import type { Instance } from '../platform/instance-file.ts';
import type { AdminCaller } from './admin-caller.ts';
import { skillCaller } from './skill-caller.ts';

/** A live instance answers in milliseconds; only a connection test takes as long as an endpoint does. */
const ANSWER_TIMEOUT_MS = 150_000;
const CONNECT_TIMEOUT_MS = 3_000;

type Client = ReturnType<typeof createTRPCClient<AdminRouter>>;

export interface AdminClient {
  /** Calls reject with AppErrors: the instance's own, or INSTANCE_UNREACHABLE when it does not answer. */
  readonly caller: AdminCaller;
  close(): Promise<void>;
}

/** Connects at the first call, not here. */
export async function openAdminClient({ socket, token, pid }: Pick<Instance, 'socket' | 'token' | 'pid'>): Promise<AdminClient> {
  const [{ createTRPCClient, httpLink }, { Agent, fetch }] = await Promise.all([import('@trpc/client'), import('undici')]);
  const dispatcher = new Agent({
    connect: { socketPath: socket, timeout: CONNECT_TIMEOUT_MS },
    headersTimeout: ANSWER_TIMEOUT_MS,
    bodyTimeout: ANSWER_TIMEOUT_MS,
  });
  const client = createTRPCClient<AdminRouter>({
    links: [
      httpLink({
        url: `http://code-proxy${TRPC_PATH}`,
        headers: { authorization: `Bearer ${token}` },
        // undici's own fetch: Node's built-in one cannot use the Agent of another undici version.
        fetch: (url, init = {}) => {
          const headers = Object.fromEntries(new Headers(init.headers));
          const body = typeof init.body === 'string' ? init.body : null;
          return fetch(String(url), { method: init.method ?? 'GET', headers, body, signal: init.signal ?? null, dispatcher });
        },
      }),
    ],
  });
  const ask = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      throw toAppError(error, pid);
    }
  };
  return { caller: createCaller(client, ask), close: () => dispatcher.destroy() };
}

type Ask = <T>(answer: Promise<T>) => Promise<T>;

/** The type says that no procedure is missing; which of them is a query only the router's type knows. */
function createCaller(client: Client, ask: Ask): AdminCaller {
  const { status, proxy, endpoints, rules, settings, claude, tokens, doctor, dashboard, app } = client;
  return {
    status: { get: () => ask(status.get.query()) },
    proxy: { start: () => ask(proxy.start.mutate()), stop: () => ask(proxy.stop.mutate()) },
    endpoints: {
      list: () => ask(endpoints.list.query()),
      get: (input) => ask(endpoints.get.query(input)),
      add: (input) => ask(endpoints.add.mutate(input)),
      edit: (input) => ask(endpoints.edit.mutate(input)),
      clone: (input) => ask(endpoints.clone.mutate(input)),
      remove: (input) => ask(endpoints.remove.mutate(input)),
      undoRemove: (input) => ask(endpoints.undoRemove.mutate(input)),
      move: (input) => ask(endpoints.move.mutate(input)),
      rest: (input) => ask(endpoints.rest.mutate(input)),
      restore: (input) => ask(endpoints.restore.mutate(input)),
      test: (input) => ask(endpoints.test.mutate(input)),
    },
    rules: {
      list: () => ask(rules.list.query()),
      add: (input) => ask(rules.add.mutate(input)),
      edit: (input) => ask(rules.edit.mutate(input)),
      remove: (input) => ask(rules.remove.mutate(input)),
      move: (input) => ask(rules.move.mutate(input)),
      setEnabled: (input) => ask(rules.setEnabled.mutate(input)),
      reset: () => ask(rules.reset.mutate()),
      export: () => ask(rules.export.query()),
      import: (input) => ask(rules.import.mutate(input)),
      test: (input) => ask(rules.test.mutate(input)),
    },
    ...recordCallers(client, ask),
    skills: skillCaller(client.skills, ask),
    mcp: mcpCaller(client, ask),
    ...systemCallers(client, ask),
    settings: { get: () => ask(settings.get.query()), change: (input) => ask(settings.change.mutate(input)) },
    claude: {
      state: () => ask(claude.state.query()),
      folders: () => ask(claude.folders.query()),
      diff: (input) => ask(claude.diff.query(input)),
      applySettings: (input) => ask(claude.applySettings.mutate(input)),
      restore: (input) => ask(claude.restore.mutate(input)),
      switches: (input) => ask(claude.switches.query(input)),
      setSwitch: (input) => ask(claude.setSwitch.mutate(input)),
      conflicts: (input) => ask(claude.conflicts.query(input)),
      backups: (input) => ask(claude.backups.query(input)),
      backupDiff: (input) => ask(claude.backupDiff.query(input)),
      restoreBackup: (input) => ask(claude.restoreBackup.mutate(input)),
    },
    tokens: {
      list: () => ask(tokens.list.query()),
      add: (input) => ask(tokens.add.mutate(input)),
      revoke: (input) => ask(tokens.revoke.mutate(input)),
      current: () => ask(tokens.current.query()),
    },
    doctor: {
      state: () => ask(doctor.state.query()),
      run: (input) => ask(doctor.run.mutate(input)),
      cancel: () => ask(doctor.cancel.mutate()),
      fix: (input) => ask(doctor.fix.mutate(input)),
      report: (input) => ask(doctor.report.query(input)),
    },
    launch: launchCaller(client, ask),
    dashboard: { loginLink: () => ask(dashboard.loginLink.mutate()) },
    app: { shutDown: () => ask(app.shutDown.mutate()) },
  };
}

function mcpCaller({ mcp }: Client, ask: Ask): AdminCaller['mcp'] {
  return {
    list: (input) => ask(mcp.list.query(input)),
    presets: () => ask(mcp.presets.query()),
    add: (input) => ask(mcp.add.mutate(input)),
    edit: (input) => ask(mcp.edit.mutate(input)),
    clone: (input) => ask(mcp.clone.mutate(input)),
    remove: (input) => ask(mcp.remove.mutate(input)),
    undoRemove: (input) => ask(mcp.undoRemove.mutate(input)),
    setEnabled: (input) => ask(mcp.setEnabled.mutate(input)),
    sources: () => ask(mcp.sources.query()),
    previewImport: (input) => ask(mcp.previewImport.mutate(input)),
    importServers: (input) => ask(mcp.importServers.mutate(input)),
    test: (input) => ask(mcp.test.mutate(input)),
    cancelTest: (input) => ask(mcp.cancelTest.mutate(input)),
  };
}

/** What reaches into the operating system. */
function systemCallers({ secrets, service }: Client, ask: Ask): Pick<AdminCaller, 'secrets' | 'service'> {
  return {
    secrets: { status: () => ask(secrets.status.query()), move: (input) => ask(secrets.move.mutate(input)) },
    service: {
      status: () => ask(service.status.query()),
      plan: (input) => ask(service.plan.query(input)),
      install: (input) => ask(service.install.mutate(input)),
      uninstall: () => ask(service.uninstall.mutate()),
      start: () => ask(service.start.mutate()),
      stop: () => ask(service.stop.mutate()),
      logs: (input) => ask(service.logs.query(input)),
    },
  };
}

function launchCaller({ launch }: Client, ask: Ask): AdminCaller['launch'] {
  return {
    options: () => ask(launch.options.query()),
    preview: (input) => ask(launch.preview.query(input)),
    run: (input) => ask(launch.run.mutate(input)),
    remember: (input) => ask(launch.remember.mutate(input)),
    forget: (input) => ask(launch.forget.mutate(input)),
  };
}

/** What happened, and what it cost. */
function recordCallers(client: Client, ask: Ask): Pick<AdminCaller, 'exchanges' | 'audit' | 'replays' | 'sessions' | 'usage' | 'pricing'> {
  const { exchanges, audit, replays, sessions, usage, pricing } = client;
  return {
    exchanges: {
      list: (input) => ask(exchanges.list.query(input)),
      count: (input) => ask(exchanges.count.query(input)),
      exportPart: (input) => ask(exchanges.exportPart.query(input)),
      get: (input) => ask(exchanges.get.query(input)),
      live: () => ask(exchanges.live.query()),
    },
    audit: {
      get: (input) => ask(audit.get.query(input)),
      text: (input) => ask(audit.text.query(input)),
      find: (input) => ask(audit.find.query(input)),
      size: () => ask(audit.size.query()),
      deleteAll: () => ask(audit.deleteAll.mutate()),
    },
    replays: { run: (input) => ask(replays.run.mutate(input)), cancel: (input) => ask(replays.cancel.mutate(input)) },
    sessions: { list: () => ask(sessions.list.query()) },
    usage: {
      report: (input) => ask(usage.report.query(input)),
      overview: (input) => ask(usage.overview.query(input)),
      series: (input) => ask(usage.series.query(input)),
      hours: (input) => ask(usage.hours.query(input)),
      breakdown: (input) => ask(usage.breakdown.query(input)),
      recalculate: (input) => ask(usage.recalculate.mutate(input)),
    },
    pricing: {
      list: (input) => ask(pricing.list.query(input)),
      set: (input) => ask(pricing.set.mutate(input)),
      remove: (input) => ask(pricing.remove.mutate(input)),
    },
  };
}

/** A code that this version does not know comes from a newer instance. */
const codeSchema = z.enum(APP_ERROR_CODES).catch('INTERNAL');
const answeredSchema = z.object({
  message: z.string(),
  data: z.object({ app: z.object({ code: codeSchema, field: z.string().nullable(), repair: z.enum(REPAIRS).nullable().catch(null) }) }),
});
const refusedSchema = z.object({ meta: z.object({ responseJSON: hostErrorSchema }) });

function toAppError(error: unknown, pid: number): AppError {
  const answered = answeredSchema.safeParse(error);
  if (answered.success) {
    const { code, field, repair } = answered.data.data.app;
    return new AppError(code, answered.data.message, { cause: error, ...(field === null ? {} : { field }), ...(repair === null ? {} : { repair }) });
  }
  const refused = refusedSchema.safeParse(error);
  if (refused.success) return new AppError(codeSchema.parse(refused.data.meta.responseJSON.error.code), refused.data.meta.responseJSON.error.message);
  return new AppError('INSTANCE_UNREACHABLE', `the running Code Proxy (process ${pid}) does not answer`, { cause: error });
}
