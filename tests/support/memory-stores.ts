/** Stores that keep rows in memory and remember each write, with a switch to make writes fail or wait. */
import type { EndpointStore, StoredEndpoint, StoredToken, TokenStore } from '../../src-main/configuration/ports.ts';

interface Change<Row> {
  readonly upsert: readonly Row[];
  readonly remove: readonly string[];
}

class MemoryStore<Row> {
  readonly writes: Change<Row>[] = [];
  /** Called before a write counts; reject to make it fail, wait to make it slow. */
  beforeWrite: () => Promise<void> = async () => undefined;
  readonly #rows = new Map<string, Row>();
  readonly #keyOf: (row: Row) => string;

  constructor(keyOf: (row: Row) => string, rows: readonly Row[]) {
    this.#keyOf = keyOf;
    for (const row of rows) this.#rows.set(keyOf(row), row);
  }

  get rows(): readonly Row[] {
    return [...this.#rows.values()];
  }

  async load(): Promise<readonly Row[]> {
    return this.rows;
  }

  async write(change: Change<Row>): Promise<void> {
    await this.beforeWrite();
    this.writes.push(change);
    for (const key of change.remove) this.#rows.delete(key);
    for (const row of change.upsert) this.#rows.set(this.#keyOf(row), row);
  }
}

export class MemoryEndpointStore extends MemoryStore<StoredEndpoint> implements EndpointStore {
  constructor(rows: readonly StoredEndpoint[] = []) {
    super((row) => row.id, rows);
  }
}

export class MemoryTokenStore extends MemoryStore<StoredToken> implements TokenStore {
  constructor(rows: readonly StoredToken[] = []) {
    super((row) => row.name, rows);
  }
}
