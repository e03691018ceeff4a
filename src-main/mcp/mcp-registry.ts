/**
 * Changes MCP servers. An enabled one is in Claude Code's file, a disabled one in our store, never in neither: what moves between
 * two places is written to the new one first. What a crash leaves in both is settled at the next look: the file wins.
 */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../src-shared/app-error.ts';
import type { McpAdd, McpClone, McpEdit, McpOverview, McpRef, McpRemoved, McpServer } from '../../src-shared/schemas/mcp.ts';
import type { FileOperations } from '../claude-code/file-operations.ts';
import type { Logger } from '../platform/logger.ts';
import { SerialQueue } from '../platform/serial-queue.ts';
import { applyDraft } from './apply-draft.ts';
import { entryEdits } from './entry-edits.ts';
import type { KeptServers, StoredMcpServer } from './kept-servers.ts';
import { readOverview } from './read-overview.ts';
import { changedMeanwhile, nameTaken, notFound } from './registry-errors.ts';
import { checkProject, isSameRef } from './scope.ts';
import type { ServerFiles } from './server-files.ts';
import { acceptableName } from './server-names.ts';
import { serverView } from './server-view.ts';
import { freeNameIn, settleKept } from './settle-kept.ts';
import type { Environment } from './variables.ts';

export interface McpRegistryOptions {
  readonly serverFiles: ServerFiles;
  readonly kept: KeptServers;
  readonly files: FileOperations;
  readonly environment: Environment;
  readonly isWindows: boolean;
  readonly logger: Logger;
  /** Something was changed by us. */
  readonly onChange: () => void;
}

/** A server as it is held: in the file (`row` null) or by us. */
export interface FoundServer {
  readonly ref: McpRef;
  readonly entry: unknown;
  readonly row: StoredMcpServer | null;
}

export interface NewServer {
  readonly ref: McpRef;
  readonly entry: unknown;
  readonly isEnabled: boolean;
  /** Takes the place of one of that name. */
  readonly replace: boolean;
}

/** Tries before giving up on an entry that somebody else keeps changing. */
const MAX_TRIES = 3;
/** Removals that can be undone. They hold secrets, so not for ever. */
const MAX_UNDO = 50;

export class McpRegistry {
  readonly #options: McpRegistryOptions;
  readonly #queue = new SerialQueue();
  readonly #removed = new Map<string, FoundServer>();
  /** Projects that were named since the start: Claude Code need not know them. */
  readonly #projects = new Set<string>();

  constructor(options: McpRegistryOptions) {
    this.#options = options;
  }

  async list(projects: readonly string[] = []): Promise<McpOverview> {
    for (const project of projects) checkProject(project);
    for (const project of projects) this.#projects.add(project);
    return this.#queue.run(async () => {
      await this.#settle();
      return readOverview({ ...this.#options, projects: [...this.#projects] });
    });
  }

  async add({ scope, name, draft, isEnabled }: McpAdd): Promise<McpServer> {
    const entry = applyDraft(undefined, draft, this.#options);
    await this.addAll([{ ref: { scope, name }, entry, isEnabled, replace: false }]);
    return this.#view({ scope, name });
  }

  /** All or nothing, for servers of one scope. @returns the names that were replaced. */
  addAll(servers: readonly NewServer[]): Promise<readonly string[]> {
    return this.#change(async () => {
      const [first] = servers;
      if (first === undefined) return [];
      const { scope } = first.ref;
      const { kept } = this.#options;
      const inFile = await this.#options.serverFiles.servers(scope);
      const taken = servers.filter(({ ref }) => Object.hasOwn(inFile, ref.name) || kept.find(ref) !== null);
      for (const { ref, replace } of taken) if (!replace) throw nameTaken(ref);
      const rows = servers.flatMap(({ ref, entry, isEnabled }) => (isEnabled ? [] : [kept.make(ref, entry)]));
      const replaced = servers.flatMap(({ ref }) => kept.find(ref)?.id ?? []);
      await kept.write({ upsert: rows });
      try {
        await this.#options.serverFiles.change(scope, (now) =>
          servers.flatMap(({ ref: { name }, entry, isEnabled, replace }) => {
            if (!replace && Object.hasOwn(now, name)) throw nameTaken({ scope, name });
            return entryEdits(now[name], isEnabled ? entry : undefined, [name]);
          }),
        );
      } catch (error) {
        await kept.write({ remove: rows.map(({ id }) => id) });
        throw error;
      }
      await kept.write({ remove: replaced });
      return taken.map(({ ref }) => ref.name);
    });
  }

  async edit({ ref, name = ref.name, scope = ref.scope, draft }: McpEdit): Promise<McpServer> {
    const target = { scope, name };
    await this.#change(async () => {
      const found = await this.#find(ref);
      if (!isSameRef(ref, target)) await this.#refuseTaken(target);
      const entryFrom = (entry: unknown) => (draft === undefined ? entry : applyDraft(entry, draft, this.#options));
      if (found.row !== null) {
        await this.#options.kept.write({ upsert: [{ ...this.#options.kept.withEntry(found.row, entryFrom(found.entry)), ...target }] });
      } else if (isSameRef({ ...ref, name }, target)) await this.#editInFile(ref, name, entryFrom);
      else await this.#moveToFile(found, target, entryFrom(found.entry));
    });
    return this.#view(target);
  }

  async clone({ ref, scope = ref.scope, name }: McpClone): Promise<McpServer> {
    const target = await this.#change(async () => {
      const { entry, row } = await this.#find(ref);
      const free = name ?? (await freeNameIn(this.#options, scope, `${acceptableName(ref.name)}-copy`));
      await this.#refuseTaken({ scope, name: free });
      await this.#put({ ref: { scope, name: free }, entry, isEnabled: row === null });
      return { scope, name: free };
    });
    return this.#view(target);
  }

  remove(ref: McpRef): Promise<McpRemoved> {
    return this.#change(async () => {
      let entry: unknown = null;
      const row = this.#options.kept.find(ref);
      if (row === null) {
        await this.#options.serverFiles.change(ref.scope, (servers) => {
          if (!Object.hasOwn(servers, ref.name)) throw notFound(ref);
          entry = servers[ref.name];
          return [{ path: [ref.name], value: undefined }];
        });
      } else await this.#options.kept.write({ remove: [row.id] });
      const undoId = randomUUID();
      this.#removed.set(undoId, { ref, entry, row });
      const [oldest] = this.#removed.keys();
      if (this.#removed.size > MAX_UNDO && oldest !== undefined) this.#removed.delete(oldest);
      return { undoId };
    });
  }

  async undoRemove(undoId: string): Promise<McpServer> {
    const removed = this.#removed.get(undoId);
    if (removed === undefined) throw new AppError('MCP_SERVER_NOT_FOUND', 'this removal can no longer be undone; add the server again');
    await this.#change(async () => {
      await this.#refuseTaken(removed.ref);
      if (removed.row === null) await this.#put({ ...removed, isEnabled: true });
      else await this.#options.kept.write({ upsert: [removed.row] });
      this.#removed.delete(undoId);
    });
    return this.#view(removed.ref);
  }

  async setEnabled(ref: McpRef, isEnabled: boolean): Promise<McpServer> {
    await this.#change(async () => {
      const { row, entry } = await this.#find(ref);
      if ((row === null) === isEnabled) return;
      if (row === null) await this.#switchOff(ref);
      else {
        await this.#put({ ref, entry, isEnabled: true });
        await this.#options.kept.write({ remove: [row.id] });
      }
    });
    return this.#view(ref);
  }

  /** With its secrets: for the core only. @throws MCP_SERVER_NOT_FOUND, KEY_UNAVAILABLE */
  find(ref: McpRef): Promise<FoundServer> {
    return this.#queue.run(async () => {
      await this.#settle();
      return this.#find(ref);
    });
  }

  /** Ours first: settled, nothing of that name is in the file then. */
  async #find(ref: McpRef): Promise<FoundServer> {
    const row = this.#options.kept.find(ref);
    if (row !== null) return { ref, entry: this.#options.kept.entryOf(row), row };
    const servers = await this.#options.serverFiles.servers(ref.scope);
    if (!Object.hasOwn(servers, ref.name)) throw notFound(ref);
    return { ref, entry: servers[ref.name], row: null };
  }

  #change<T>(task: () => Promise<T>): Promise<T> {
    return this.#queue.run(async () => {
      await this.#settle();
      try {
        return await task();
      } finally {
        // Also after a failure half way: what was done is to be seen.
        this.#options.onChange();
      }
    });
  }

  async #switchOff(ref: McpRef): Promise<void> {
    const { kept, serverFiles } = this.#options;
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const { entry } = await this.#find(ref);
      const row = kept.make(ref, entry);
      await kept.write({ upsert: [row] });
      let isRemoved = false;
      try {
        isRemoved = await serverFiles.change(ref.scope, (servers) =>
          isDeepStrictEqual(servers[ref.name], entry) ? [{ path: [ref.name], value: undefined }] : null,
        );
      } finally {
        if (!isRemoved) await kept.write({ remove: [row.id] });
      }
      if (isRemoved) return;
    }
    throw changedMeanwhile(ref);
  }

  async #put({ ref, entry, isEnabled }: Omit<NewServer, 'replace'>): Promise<void> {
    if (!isEnabled) return this.#options.kept.write({ upsert: [this.#options.kept.make(ref, entry)] });
    await this.#options.serverFiles.change(ref.scope, (servers) => {
      if (Object.hasOwn(servers, ref.name)) throw nameTaken(ref);
      return [{ path: [ref.name], value: entry }];
    });
  }

  /** In one write: nobody sees it under both names, or under none. */
  async #editInFile(ref: McpRef, name: string, entryFrom: (entry: unknown) => unknown): Promise<void> {
    await this.#options.serverFiles.change(ref.scope, (servers) => {
      if (!Object.hasOwn(servers, ref.name)) throw notFound(ref);
      const before = servers[ref.name];
      if (name === ref.name) return entryEdits(before, entryFrom(before), [name]);
      if (Object.hasOwn(servers, name)) throw nameTaken({ ...ref, name });
      return [
        { path: [name], value: entryFrom(before) },
        { path: [ref.name], value: undefined },
      ];
    });
  }

  async #moveToFile({ ref, entry }: FoundServer, target: McpRef, next: unknown): Promise<void> {
    await this.#put({ ref: target, entry: next, isEnabled: true });
    const isRemoved = await this.#options.serverFiles.change(ref.scope, (servers) =>
      isDeepStrictEqual(servers[ref.name], entry) ? [{ path: [ref.name], value: undefined }] : null,
    );
    if (isRemoved) return;
    await this.#options.serverFiles.change(target.scope, (servers) =>
      isDeepStrictEqual(servers[target.name], next) ? [{ path: [target.name], value: undefined }] : null,
    );
    throw changedMeanwhile(ref);
  }

  async #refuseTaken(ref: McpRef): Promise<void> {
    const servers = await this.#options.serverFiles.servers(ref.scope);
    if (Object.hasOwn(servers, ref.name) || this.#options.kept.find(ref) !== null) throw nameTaken(ref);
  }

  /** What we keep is read when it is first asked for, so that a start does not wait for it. */
  async #settle(): Promise<void> {
    await this.#options.kept.open();
    await settleKept(this.#options);
  }

  async #view(ref: McpRef): Promise<McpServer> {
    const { servers } = await this.list(ref.scope.kind === 'user' ? [] : [ref.scope.project]);
    const server = servers.find((candidate) => isSameRef(candidate, ref));
    if (server !== undefined) return server;
    const { entry, row } = await this.find(ref);
    return serverView({ ...ref, isEnabled: row === null, kept: { kind: 'entry', entry } }, this.#options.environment);
  }
}
