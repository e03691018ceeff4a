/** Rests kept in memory, as the database would: each change as one, and only when it is allowed to. */
import type { RestChange, RestStore, StoredRest } from '../../src-main/proxy/rest-port.ts';

export class MemoryRestStore implements RestStore {
  rows: readonly StoredRest[] = [];
  readonly writes: (readonly RestChange[])[] = [];
  /** Set to make the next writes fail. */
  fault: Error | null = null;
  /** Set to hold writes up until it resolves. */
  gate: Promise<void> | null = null;

  async load(): Promise<readonly StoredRest[]> {
    return this.rows;
  }

  async write(changes: readonly RestChange[]): Promise<void> {
    this.writes.push(changes);
    await this.gate;
    if (this.fault !== null) throw this.fault;
    const changed = changes.map(({ endpointId }) => endpointId);
    const added = changes.flatMap(({ endpointId, rests }) => rests.map((rest) => ({ endpointId, ...rest })));
    this.rows = [...this.rows.filter(({ endpointId }) => !changed.includes(endpointId)), ...added];
  }
}
