/**
 * Moves the data key from one home to the other. The old home is cleared only after the new one was read again and the key
 * from there has proved itself. Killed at any moment it leaves one usable home, or both with the same key.
 */
import { timingSafeEqual } from 'node:crypto';
import { AppError } from '../../src-shared/app-error.ts';
import type { KeyPlace } from '../../src-shared/schemas/secrets.ts';
import type { KeyHomes } from './key-homes.ts';
import { unusable } from './keychain.ts';
import { keyIdOf } from './secret-box.ts';
import { otherPlace, removeFrom, removeNote, writeNote } from './tidy-move.ts';

/**
 * @param key    As it is in use.
 * @param prove  Called with the key as the new home gives it; rejects when it does not open what is stored.
 * KEY_UNAVAILABLE, NOT_SUPPORTED_HERE; then the old home is as it was, and the new one is empty or as it was.
 */
export async function moveKey(homes: KeyHomes, to: KeyPlace, key: Buffer, prove: (key: Buffer) => Promise<void>): Promise<void> {
  const from = otherPlace(to);
  if (!(await homes.has(from))) return;
  const state = to === 'keychain' ? await homes.keychain.state() : 'usable';
  if (state !== 'usable') throw unusable(state);
  await writeNote(homes, { to, keyId: keyIdOf(key) });
  const isNew = await arrive(homes, to, key, prove);
  if (!isNew) await refuseAnother(homes, from, key);
  await removeFrom(homes, from);
  await removeNote(homes);
}

/** @returns False when that home held the same key already. */
async function arrive(homes: KeyHomes, to: KeyPlace, key: Buffer, prove: (key: Buffer) => Promise<void>): Promise<boolean> {
  let isNew = false;
  try {
    isNew = await homes.createIn(to, key);
    const arrived = await homes.loadFrom(to);
    if (arrived === null || !isSame(arrived, key)) throw another(homes.pathOf(to));
    await prove(arrived);
    return isNew;
  } catch (error) {
    if (isNew) await removeFrom(homes, to);
    await removeNote(homes);
    throw error;
  }
}

/** Of two homes that were there before, the one to be cleared may hold a key that something else was sealed with. */
async function refuseAnother(homes: KeyHomes, from: KeyPlace, key: Buffer): Promise<void> {
  const old = await homes.loadFrom(from);
  if (old === null || isSame(old, key)) return;
  await removeNote(homes);
  throw another(homes.pathOf(from));
}

function isSame(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

function another(path: string): AppError {
  return new AppError('KEY_UNAVAILABLE', `${path} holds another key than the one in use, so it is left alone. Put it aside, then move again`);
}
