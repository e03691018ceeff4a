/** Stores that the user's configuration is kept in; storage satisfies them. Writes are durable when they resolve. */
import type { EndpointView } from '../../src-shared/schemas/endpoint.ts';

export interface StoredEndpoint extends Omit<EndpointView, 'credentialMask'> {
  /** As SecretBox.seal made it; null: no credential. */
  readonly sealedCredential: string | null;
  /** Counts edits; a rest "until edited" belongs to one revision. */
  readonly revision: number;
  /** Set while a removal can still be undone. */
  readonly removedAtMs: number | null;
}

export interface EndpointStore {
  load(): Promise<readonly StoredEndpoint[]>;
  /** One transaction. */
  write(change: { readonly upsert: readonly StoredEndpoint[]; readonly remove: readonly string[] }): Promise<void>;
}

export interface StoredToken {
  /** Unique. Tokens of a start are named `start <instance id>`. */
  readonly name: string;
  readonly kind: 'start' | 'named';
  /** SHA-256 of the token, hex. */
  readonly hash: string;
  /** Last four characters, to recognise it by. */
  readonly tail: string;
  readonly createdAtMs: number;
  readonly lastUsedAtMs: number | null;
  /** Null: until revoked. */
  readonly expiresAtMs: number | null;
}

export interface TokenStore {
  load(): Promise<readonly StoredToken[]>;
  write(change: { readonly upsert: readonly StoredToken[]; readonly remove: readonly string[] }): Promise<void>;
}
