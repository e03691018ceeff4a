/**
 * What the user's configuration needs of others. Stores are satisfied by storage: their writes are durable when they
 * resolve.
 */
import type { ConnectionTest, EndpointView } from '../../src-shared/schemas/endpoint.ts';
import type { Secret } from '../platform/secret.ts';

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

export interface StoredRule {
  readonly id: string;
  readonly isEnabled: boolean;
  /** Version of the JSON in `rule`. */
  readonly format: number;
  /** JSON of the rule without its id. */
  readonly rule: string;
}

/** The user's changes to the failover policy. */
export interface StoredRules {
  /** First tried first. */
  readonly rules: StoredRule[];
  /** Ids of built-in rules that are switched off. */
  readonly off: string[];
}

export interface RuleStore {
  load(): Promise<StoredRules>;
  /** Replaces everything, in one transaction. */
  write(rules: StoredRules): Promise<void>;
}

/** Seals credentials for storage. `unseal` throws when the key is not the one they were sealed with. */
export interface CredentialSealer {
  seal(plain: string): string;
  unseal(sealed: string): Secret;
}

/** An enabled endpoint as the data path uses it. Immutable; a change makes a new object. */
export interface EnabledEndpoint
  extends Pick<
    StoredEndpoint,
    | 'id'
    | 'name'
    | 'baseUrl'
    | 'protocol'
    | 'authStyle'
    | 'modelMap'
    | 'families'
    | 'maxConcurrent'
    | 'inputIncludesCache'
    | 'costMultiplier'
    | 'revision'
  > {
  readonly credential: Secret | null;
}

/** Sends one tiny real request to an endpoint. `model` null: it chooses one. */
export type ConnectionTester = (endpoint: EnabledEndpoint, model: string | null) => Promise<ConnectionTest>;

/** The app's settings document. One process writes it; the desktop host may hand in another implementation. */
export interface SettingsStore {
  read(): Promise<SettingsDocument>;
  /** Moves an unreadable document out of the way. @returns Where it is kept. */
  setAside(): Promise<string>;
  /** Atomic. Never on a thread's way: asynchronous throughout. */
  write(document: Readonly<Record<string, unknown>>): Promise<void>;
}

export type SettingsDocument =
  | { readonly kind: 'absent' }
  | { readonly kind: 'read'; readonly document: Readonly<Record<string, unknown>> }
  /** `problem` completes the sentence "the settings file ..". */
  | { readonly kind: 'unreadable'; readonly problem: string };
