/** Where the one data key lives that all stored credentials are sealed with, and moving it. */
import { z } from 'zod';

/** `keyfile`: the file `key`, readable by its owner. `keychain`: the file `key.sealed`, which the system's keychain opens. */
export const keyPlaceSchema = z.enum(['keyfile', 'keychain']);
export type KeyPlace = z.infer<typeof keyPlaceSchema>;

/**
 * `needs-desktop`: only the desktop app has one. `none`: the system offers none. `fixed-password`: Linux without a keyring, where
 * everything would be sealed with a password that everybody knows.
 */
export const keychainStateSchema = z.enum(['usable', 'needs-desktop', 'none', 'fixed-password']);
export type KeychainState = z.infer<typeof keychainStateSchema>;

/** What is sealed. One for each column of the database that holds sealed texts. */
export const sealedKindSchema = z.enum(['endpoint-credentials', 'mcp-servers']);
export type SealedKind = z.infer<typeof sealedKindSchema>;

export const secretsStatusSchema = z.object({
  /** Null: there is no key yet. */
  home: keyPlaceSchema.nullable(),
  /** Path of the file that holds the key, or holds it sealed. */
  file: z.string().nullable(),
  /** The other home holds a key as well. */
  hasTwoHomes: z.boolean(),
  /** Name of the key that is in use; null: it cannot be opened here. */
  keyId: z.string().nullable(),
  /** Why the key cannot be opened here, and what to do; null: it can. */
  problem: z.string().nullable(),
  keychain: keychainStateSchema,
  /** `count` texts are stored, of which `unopenable` were sealed with another key. */
  sealed: z.array(z.object({ kind: sealedKindSchema, count: z.int().min(0), unopenable: z.int().min(0) })),
});
export type SecretsStatus = z.infer<typeof secretsStatusSchema>;

export const moveKeyInputSchema = z.object({ to: keyPlaceSchema });
