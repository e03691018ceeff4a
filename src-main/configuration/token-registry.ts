/**
 * The local tokens that clients show to the proxy: a fresh one per start, named long-lived ones, and for a day those of
 * earlier starts, so that open Claude Code sessions survive a restart. Only hashes are kept; a token is told once.
 */
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../src-shared/app-error.ts';
import { isStartTokenName, startTokenName } from '../../src-shared/local-token-origin.ts';
import { type LocalToken, localTokenNameSchema } from '../../src-shared/schemas/status.ts';
import { MS_PER_DAY, MS_PER_MINUTE } from '../../src-shared/units.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { SerialQueue } from '../platform/serial-queue.ts';
import { checkInput } from './check-input.ts';
import type { StoredToken, TokenStore } from './ports.ts';

export interface TokenRegistryOptions {
  readonly store: TokenStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly instanceId: string;
}

/** Our tokens are unmistakable: claude-code/known-values.ts knows them by this shape. */
const TOKEN_PREFIX = 'cp-';
const TOKEN_BYTES = 32;

/** How long the token of a start still counts after that start has ended. */
const START_TOKEN_GRACE_MS = MS_PER_DAY;

/** Tokens of earlier starts that are kept at most: a crash loop must not make every request compare thousands. */
const MAX_EARLIER_STARTS = 50;

interface HeldToken {
  readonly stored: StoredToken;
  readonly digest: Buffer;
}

export class TokenRegistry {
  readonly #options: TokenRegistryOptions;
  readonly #queue = new SerialQueue();
  readonly #listeners = new Set<() => void>();
  readonly #held = new Map<string, HeldToken>();
  #current: string | null = null;

  constructor(options: TokenRegistryOptions) {
    this.#options = options;
  }

  /** Loads the stored tokens, drops those whose time is over, and makes and stores this start's own. */
  async start(): Promise<void> {
    const nowMs = this.#options.clock.nowMs();
    const loaded = await this.#options.store.load();
    // A run that crashed could not say when its token should end.
    const kept = loaded
      .map((token) => (token.kind === 'start' && token.expiresAtMs === null ? { ...token, expiresAtMs: nowMs + START_TOKEN_GRACE_MS } : token))
      .filter((token) => token.expiresAtMs === null || token.expiresAtMs > nowMs);
    const earlier = kept.filter((token) => token.kind === 'start').sort((a, b) => b.createdAtMs - a.createdAtMs);
    const tooMany = new Set(earlier.slice(MAX_EARLIER_STARTS).map((token) => token.name));
    const remaining = kept.filter((token) => !tooMany.has(token.name));
    const current = newToken();
    const own = this.#stored(startTokenName(this.#options.instanceId), 'start', current);
    const names = new Set(remaining.map((token) => token.name));
    const remove = loaded.map((token) => token.name).filter((name) => !names.has(name));
    await this.#options.store.write({ upsert: [...remaining.filter((token) => !loaded.includes(token)), own], remove });
    for (const token of [...remaining, own]) this.#hold(token);
    this.#current = current;
  }

  /** For a run that listens to nobody: stored tokens can be listed, added and revoked, but this start has none of its own. */
  async load(): Promise<void> {
    for (const token of await this.#options.store.load()) this.#hold(token);
  }

  /** From now on this start's token counts for one more day. */
  async stop(): Promise<void> {
    await this.#queue.run(async () => {
      const own = this.#held.get(startTokenName(this.#options.instanceId));
      if (own === undefined) return;
      await this.#put({ ...own.stored, expiresAtMs: this.#options.clock.nowMs() + START_TOKEN_GRACE_MS });
    });
  }

  /** This start's own token. */
  current(): string {
    if (this.#current === null) throw new AppError('INTERNAL', 'The token registry has not been started.');
    return this.#current;
  }

  /** Name of the token that `presented` is; null when it is none. Takes the same time whichever token it is. */
  match(presented: string): { readonly name: string } | null {
    const digest = digestOf(presented);
    const nowMs = this.#options.clock.nowMs();
    let found: HeldToken | null = null;
    for (const held of this.#held.values()) {
      const isEqual = timingSafeEqual(held.digest, digest);
      if (isEqual && (held.stored.expiresAtMs === null || held.stored.expiresAtMs > nowMs)) found = held;
    }
    if (found === null) return null;
    this.#noteUse(found.stored, nowMs);
    return { name: found.stored.name };
  }

  async list(): Promise<readonly LocalToken[]> {
    return this.#named().map(({ name, createdAtMs, lastUsedAtMs, tail }) => ({ name, createdAtMs, lastUsedAtMs, tail }));
  }

  /** The only time that the token itself is told. TOKEN_NAME_TAKEN, CONFIG_INVALID. */
  async add(name: string): Promise<{ readonly name: string; readonly token: string }> {
    const checked = checkInput(localTokenNameSchema, name, { what: 'token name' });
    return this.#queue.run(async () => {
      if (isStartTokenName(checked)) throw new AppError('CONFIG_INVALID', 'Names beginning with "start " are kept for the app.', { field: 'name' });
      if (this.#find(checked) !== undefined) {
        throw new AppError('TOKEN_NAME_TAKEN', `There is already a token named "${checked}". Revoke it first or choose another name.`, {
          field: 'name',
        });
      }
      const token = newToken();
      await this.#put(this.#stored(checked, 'named', token));
      this.#announce();
      return { name: checked, token };
    });
  }

  /** TOKEN_NOT_FOUND. */
  async revoke(name: string): Promise<void> {
    await this.#queue.run(async () => {
      const found = this.#find(name);
      if (found === undefined) throw new AppError('TOKEN_NOT_FOUND', `There is no token named "${name}".`, { field: 'name' });
      await this.#options.store.write({ upsert: [], remove: [found.name] });
      this.#held.delete(found.name);
      this.#announce();
    });
  }

  /** Hears of added and revoked tokens. @returns A function that ends the subscription. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #named(): readonly StoredToken[] {
    return [...this.#held.values()].map((held) => held.stored).filter((token) => token.kind === 'named');
  }

  #find(name: string): StoredToken | undefined {
    return this.#named().find((token) => token.name.toLowerCase() === name.trim().toLowerCase());
  }

  /** Memory at once, the file at most once a minute and without anybody waiting: requests pass through here. */
  #noteUse(token: StoredToken, nowMs: number): void {
    if (token.lastUsedAtMs !== null && Math.abs(nowMs - token.lastUsedAtMs) < MS_PER_MINUTE) return;
    this.#hold({ ...token, lastUsedAtMs: nowMs });
    const written = this.#queue.run(async () => {
      const now = this.#held.get(token.name);
      if (now !== undefined) await this.#options.store.write({ upsert: [now.stored], remove: [] });
    });
    written.catch((error: unknown) => this.#options.logger.warn('the last use of a local token could not be stored', { name: token.name, error }));
  }

  async #put(token: StoredToken): Promise<void> {
    await this.#options.store.write({ upsert: [token], remove: [] });
    this.#hold(token);
  }

  #hold(token: StoredToken): void {
    this.#held.set(token.name, { stored: token, digest: Buffer.from(token.hash, 'hex') });
  }

  #stored(name: string, kind: StoredToken['kind'], token: string): StoredToken {
    const createdAtMs = this.#options.clock.nowMs();
    return { name, kind, hash: digestOf(token).toString('hex'), tail: token.slice(-4), createdAtMs, lastUsedAtMs: null, expiresAtMs: null };
  }

  #announce(): void {
    for (const listener of this.#listeners) listener();
  }
}

function newToken(): string {
  return TOKEN_PREFIX + randomBytes(TOKEN_BYTES).toString('hex');
}

function digestOf(token: string): Buffer {
  // In one call, without a Hash object: each request comes through here.
  return hash('sha256', token, 'buffer');
}
