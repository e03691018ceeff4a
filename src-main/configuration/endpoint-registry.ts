/**
 * The user's endpoints: held in memory for the data path, changed one at a time. A change is validated, stored durably,
 * and only then visible and announced, so that nobody ever acts on an endpoint that a crash would take back.
 */
import { randomUUID } from 'node:crypto';
import {
  type ConnectionTest,
  type EndpointInput,
  type EndpointPatch,
  type EndpointState,
  type EndpointWithState,
  endpointInputSchema,
  endpointPatchSchema,
  type ModelMap,
} from '../../src-shared/schemas/endpoint.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Secret } from '../platform/secret.ts';
import { SerialQueue } from '../platform/serial-queue.ts';
import { checkInput } from './check-input.ts';
import { byPosition, copyName, inOrder, insertedAt, nameKey } from './endpoint-list.ts';
import { endpointNotFound, refuseOwnAddress, refuseTakenName } from './endpoint-refusals.ts';
import { enabledEndpoint, type HeldEndpoint, holdEndpoint, viewOfEndpoint } from './held-endpoint.ts';
import { type HostPort, isOwnAddress, type MachineNames, machineNames } from './own-address.ts';
import type { ConnectionTester, CredentialSealer, EnabledEndpoint, EndpointStore, StoredEndpoint } from './ports.ts';
import { type TestTarget, testedEndpoint } from './tested-endpoint.ts';

export interface EndpointRegistryOptions {
  readonly store: EndpointStore;
  readonly sealer: CredentialSealer;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where our own listeners are right now; called at every change and by checkOwnAddresses. */
  readonly ownAddresses: () => readonly HostPort[];
  /** Rests and counters of an endpoint; that it is disabled is decided here. */
  readonly stateOf: (endpointId: string) => EndpointState;
  /** Lets an endpoint rest by hand. @param forMs Null: until restored or edited. */
  readonly rest: (endpointId: string, revision: number, forMs: number | null) => Promise<void> | void;
  /** Ends all rests of an endpoint. */
  readonly restore: (endpointId: string) => Promise<void> | void;
  readonly testConnection: ConnectionTester;
  readonly defaultModels: () => ModelMap;
  /** Names of this machine; left out: asked of the operating system. */
  readonly machine?: () => MachineNames;
}

export interface EndpointChange {
  readonly kind: 'added' | 'edited' | 'moved' | 'removed' | 'removal-undone' | 'rechecked';
  /** Null when it concerns the whole list. */
  readonly id: string | null;
}

export class EndpointRegistry {
  readonly #options: EndpointRegistryOptions;
  readonly #queue = new SerialQueue();
  readonly #listeners = new Set<(change: EndpointChange) => void>();
  readonly #held = new Map<string, HeldEndpoint>();
  #enabled: readonly EnabledEndpoint[] = [];

  constructor(options: EndpointRegistryOptions) {
    this.#options = options;
  }

  /** Loads the stored list and finishes what an earlier run left: removals that were not undone, gaps between positions. */
  async start(): Promise<void> {
    const loaded = await this.#options.store.load();
    const removed = loaded.filter((endpoint) => endpoint.removedAtMs !== null).map((endpoint) => endpoint.id);
    const kept = loaded.filter((endpoint) => endpoint.removedAtMs === null);
    const ordered = inOrder(kept);
    const moved = ordered.filter((endpoint) => kept.find((one) => one.id === endpoint.id)?.position !== endpoint.position);
    if (removed.length > 0 || moved.length > 0) await this.#options.store.write({ upsert: moved, remove: removed });
    for (const endpoint of ordered) this.#held.set(endpoint.id, this.#hold(endpoint));
    this.#refresh();
  }

  /** Forgets removed endpoints for good. Changes that are still under way end first. */
  async stop(): Promise<void> {
    await this.#queue.run(async () => {
      const removed = [...this.#held.values()].filter((held) => held.stored.removedAtMs !== null).map((held) => held.stored.id);
      if (removed.length > 0) await this.#options.store.write({ upsert: [], remove: removed });
      for (const id of removed) this.#held.delete(id);
    });
  }

  /** Enabled and usable endpoints, first priority first. The same array until something changes. */
  enabled(): readonly EnabledEndpoint[] {
    return this.#enabled;
  }

  /** Of all endpoints, disabled and removed ones too: what must never be written down. */
  credentials(): readonly Secret[] {
    return [...this.#held.values()].flatMap(({ credential }) => (credential === null ? [] : [credential]));
  }

  defaultModels(): ModelMap {
    return this.#options.defaultModels();
  }

  /** @returns A function that ends the subscription. Listeners run after the change is stored and must not throw. */
  onChange(listener: (change: EndpointChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  list(): readonly EndpointWithState[] {
    return this.#present().map((held) => this.#view(held));
  }

  get(idOrName: string): EndpointWithState {
    const byId = this.#held.get(idOrName);
    if (byId !== undefined && byId.stored.removedAtMs === null) return this.#view(byId);
    const byName = this.#present().find((held) => nameKey(held.stored.name) === nameKey(idOrName));
    if (byName === undefined) throw endpointNotFound(idOrName);
    return this.#view(byName);
  }

  async add(input: EndpointInput): Promise<EndpointWithState> {
    const checked = checkInput(endpointInputSchema, input, { what: 'endpoint', repair: 'open-endpoints' });
    return this.#queue.run(async () => {
      refuseTakenName(checked.name, this.#presentStored());
      refuseOwnAddress(checked.baseUrl, this.#isOwn);
      const { credential, ...rest } = checked;
      const sealedCredential = credential === undefined ? null : this.#options.sealer.seal(credential);
      const added = { ...rest, sealedCredential, ...this.#birth(), position: this.#present().length + 1 };
      await this.#commit([added], { kind: 'added', id: added.id });
      return this.get(added.id);
    });
  }

  async edit(id: string, patch: EndpointPatch): Promise<EndpointWithState> {
    const checked = checkInput(endpointPatchSchema, patch, { what: 'endpoint', repair: 'open-endpoints' });
    return this.#queue.run(async () => {
      const before = this.#find(id).stored;
      if (checked.name !== undefined) refuseTakenName(checked.name, this.#presentStored(), before.id);
      if (checked.baseUrl !== undefined) refuseOwnAddress(checked.baseUrl, this.#isOwn);
      const { credential, ...rest } = checked;
      const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
      const edited: StoredEndpoint = {
        ...before,
        ...given,
        sealedCredential: this.#sealedAfter(before, credential),
        revision: before.revision + 1,
        updatedAtMs: this.#options.clock.nowMs(),
      };
      await this.#commit([edited], { kind: 'edited', id: edited.id });
      return this.get(edited.id);
    });
  }

  async clone(id: string): Promise<EndpointWithState> {
    return this.#queue.run(async () => {
      const original = this.#find(id).stored;
      const present = this.#presentStored();
      const copy = { ...original, ...this.#birth(), name: copyName(original.name, present), isEnabled: false };
      await this.#commit(insertedAt(present, copy, original.position + 1), { kind: 'added', id: copy.id });
      return this.get(copy.id);
    });
  }

  async remove(id: string): Promise<void> {
    await this.#queue.run(async () => {
      const removed = this.#find(id).stored;
      const others = inOrder(this.#presentStored().filter((endpoint) => endpoint.id !== removed.id));
      await this.#commit([{ ...removed, removedAtMs: this.#options.clock.nowMs() }, ...others], { kind: 'removed', id: removed.id });
    });
  }

  async undoRemove(id: string): Promise<EndpointWithState> {
    return this.#queue.run(async () => {
      const removed = this.#held.get(id)?.stored;
      if (removed === undefined) throw endpointNotFound(id);
      if (removed.removedAtMs === null) return this.get(id);
      refuseTakenName(removed.name, this.#presentStored());
      const back = insertedAt(this.#presentStored(), { ...removed, removedAtMs: null }, removed.position);
      await this.#commit(back, { kind: 'removal-undone', id });
      return this.get(id);
    });
  }

  async move(id: string, position: number): Promise<readonly EndpointWithState[]> {
    return this.#queue.run(async () => {
      const moved = this.#find(id).stored;
      const others = this.#presentStored().filter((endpoint) => endpoint.id !== moved.id);
      await this.#commit(insertedAt(others, moved, position), { kind: 'moved', id: moved.id });
      return this.list();
    });
  }

  /** Present revision of an endpoint; null when there is none with this id, or it was removed. */
  revisionOf(id: string): number | null {
    const stored = this.#held.get(id)?.stored;
    return stored === undefined || stored.removedAtMs !== null ? null : stored.revision;
  }

  async rest(id: string, forMs: number | null): Promise<EndpointWithState> {
    const { id: found, revision } = this.#find(id).stored;
    await this.#options.rest(found, revision, forMs);
    return this.get(found);
  }

  async restore(id: string): Promise<EndpointWithState> {
    const found = this.#find(id).stored.id;
    await this.#options.restore(found);
    return this.get(found);
  }

  async test(target: TestTarget, model: string | null): Promise<ConnectionTest> {
    const tested = testedEndpoint(target, { find: (idOrName) => this.#find(idOrName), isOwn: this.#isOwn });
    return this.#options.testConnection(tested, model);
  }

  /**
   * Looks at every endpoint again after our own port became known or changed: one that is our own address is no longer
   * used. @returns The names of those.
   */
  checkOwnAddresses(): readonly string[] {
    for (const held of this.#held.values()) this.#held.set(held.stored.id, this.#hold(held.stored));
    this.#refresh();
    this.#announce({ kind: 'rechecked', id: null });
    return this.#present()
      .filter((held) => held.isOwnAddress)
      .map((held) => held.stored.name);
  }

  async #commit(upsert: readonly StoredEndpoint[], change: EndpointChange): Promise<void> {
    const changed = upsert.filter((endpoint) => this.#held.get(endpoint.id)?.stored !== endpoint);
    if (changed.length === 0) return;
    await this.#options.store.write({ upsert: changed, remove: [] });
    for (const endpoint of changed) this.#held.set(endpoint.id, this.#hold(endpoint));
    this.#refresh();
    this.#announce(change);
  }

  #refresh(): void {
    this.#enabled = this.#present()
      .filter((held) => held.stored.isEnabled && held.unusable === null)
      .map(enabledEndpoint);
  }

  #announce(change: EndpointChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  #birth(): Pick<StoredEndpoint, 'id' | 'createdAtMs' | 'updatedAtMs' | 'revision' | 'removedAtMs'> {
    const nowMs = this.#options.clock.nowMs();
    return { id: randomUUID(), createdAtMs: nowMs, updatedAtMs: nowMs, revision: 1, removedAtMs: null };
  }

  #hold(stored: StoredEndpoint): HeldEndpoint {
    const { sealer, logger } = this.#options;
    return holdEndpoint(stored, { sealer, logger, isOwnAddress: this.#isOwn(stored.baseUrl) });
  }

  #view(held: HeldEndpoint): EndpointWithState {
    return viewOfEndpoint(held, this.#options.stateOf(held.stored.id));
  }

  #present(): readonly HeldEndpoint[] {
    return [...this.#held.values()].filter((held) => held.stored.removedAtMs === null).sort((a, b) => byPosition(a.stored, b.stored));
  }

  #presentStored(): readonly StoredEndpoint[] {
    return this.#present().map((held) => held.stored);
  }

  #find(idOrName: string): HeldEndpoint {
    const held = this.#held.get(this.get(idOrName).id);
    if (held === undefined) throw endpointNotFound(idOrName);
    return held;
  }

  #sealedAfter(before: StoredEndpoint, credential: string | null | undefined): string | null {
    if (credential === undefined) return before.sealedCredential;
    return credential === null ? null : this.#options.sealer.seal(credential);
  }

  readonly #isOwn = (baseUrl: string): boolean => {
    const machine = this.#options.machine ?? machineNames;
    return isOwnAddress(baseUrl, this.#options.ownAddresses(), machine());
  };
}
