/** MCP servers that are switched off: out of Claude Code's files, and here until they are switched on. Sealed, since they hold secrets. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../src-shared/app-error.ts';
import type { McpRef, McpScope } from '../../src-shared/schemas/mcp.ts';
import type { Clock } from '../platform/clock.ts';
import type { SecretBox } from '../platform/secret-box.ts';
import { isSameRef } from './scope.ts';

/** As storage keeps one. */
export interface StoredMcpServer {
  readonly id: string;
  readonly scope: McpScope;
  readonly name: string;
  /** JSON of the entry, sealed. */
  readonly sealedEntry: string;
  /** Unix ms. */
  readonly switchedOffAtMs: number;
}

/** A write is on the disk when it resolves. */
export interface McpServerStore {
  load(): Promise<readonly StoredMcpServer[]>;
  write(change: { readonly upsert: readonly StoredMcpServer[]; readonly remove: readonly string[] }): Promise<void>;
}

export interface KeptServersOptions {
  readonly store: McpServerStore;
  readonly secrets: Pick<SecretBox, 'seal' | 'unseal'>;
  readonly clock: Clock;
}

export type KeptEntry = { readonly kind: 'entry'; readonly entry: unknown } | { readonly kind: 'unreadable'; readonly reason: string };

const jsonSchema = z.string().transform((text): unknown => JSON.parse(text));

export class KeptServers {
  readonly #options: KeptServersOptions;
  readonly #rows = new Map<string, StoredMcpServer>();
  #isOpen = false;

  constructor(options: KeptServersOptions) {
    this.#options = options;
  }

  /** Reads what is stored, once. */
  async open(): Promise<void> {
    if (this.#isOpen) return;
    for (const row of await this.#options.store.load()) this.#rows.set(row.id, row);
    this.#isOpen = true;
  }

  list(): readonly StoredMcpServer[] {
    return [...this.#rows.values()];
  }

  find(ref: McpRef): StoredMcpServer | null {
    return this.list().find((row) => isSameRef(row, ref)) ?? null;
  }

  /** Never throws: a missing key must not hide the others. */
  read(row: StoredMcpServer): KeptEntry {
    try {
      return { kind: 'entry', entry: jsonSchema.parse(this.#options.secrets.unseal(row.sealedEntry).reveal()) };
    } catch (error) {
      return { kind: 'unreadable', reason: error instanceof AppError ? error.message : 'it is damaged' };
    }
  }

  /** @throws KEY_UNAVAILABLE */
  entryOf(row: StoredMcpServer): unknown {
    const kept = this.read(row);
    if (kept.kind === 'entry') return kept.entry;
    throw new AppError('KEY_UNAVAILABLE', `what is kept of the MCP server "${row.name}" cannot be read: ${kept.reason}`);
  }

  make(ref: McpRef, entry: unknown): StoredMcpServer {
    const { secrets, clock } = this.#options;
    return { id: randomUUID(), scope: ref.scope, name: ref.name, sealedEntry: secrets.seal(JSON.stringify(entry)), switchedOffAtMs: clock.nowMs() };
  }

  /** The same row with another entry. */
  withEntry(row: StoredMcpServer, entry: unknown): StoredMcpServer {
    return { ...row, sealedEntry: this.#options.secrets.seal(JSON.stringify(entry)) };
  }

  /** One transaction. */
  async write({ upsert = [], remove = [] }: { readonly upsert?: readonly StoredMcpServer[]; readonly remove?: readonly string[] }): Promise<void> {
    if (upsert.length === 0 && remove.length === 0) return;
    await this.#options.store.write({ upsert, remove });
    for (const id of remove) this.#rows.delete(id);
    for (const row of upsert) this.#rows.set(row.id, row);
  }
}
