/**
 * Decides what becomes of a move of the data key that a crash cut short. A note beside the key says where it was going and
 * which key it was; the next start ends the move when the new home holds that very key, and else takes it back.
 */
import { dirname } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../src-shared/app-error.ts';
import { type KeyPlace, keyPlaceSchema } from '../../src-shared/schemas/secrets.ts';
import { type KeyFiles, replaceWhole } from './key-files.ts';
import { keyIdOf } from './secret-box.ts';

const noteSchema = z.object({ to: keyPlaceSchema, keyId: z.string() });
export type MoveNote = z.infer<typeof noteSchema>;

/** As much of KeyHomes as a move and its tidying need. */
export interface MovableHomes {
  readonly files: KeyFiles;
  /** Where the note lies. */
  readonly movePath: string;
  pathOf(place: KeyPlace): string;
  has(place: KeyPlace): Promise<boolean>;
  loadFrom(place: KeyPlace): Promise<Buffer | null>;
}

export function otherPlace(place: KeyPlace): KeyPlace {
  return place === 'keyfile' ? 'keychain' : 'keyfile';
}

export async function writeNote(homes: MovableHomes, note: MoveNote): Promise<void> {
  await replaceWhole(homes.files, homes.movePath, Buffer.from(`${JSON.stringify(note)}\n`));
}

/** Afterwards the key has one home. Where it cannot be told which is good, all is left as it is, for a host that can. */
export async function tidyMove(homes: MovableHomes): Promise<void> {
  const bytes = await homes.files.read(homes.movePath);
  if (bytes === null) return;
  const note = readNote(bytes);
  const place = note === null ? 'none' : await superfluous(homes, note);
  if (place === 'unclear') return;
  if (place !== 'none') await removeFrom(homes, place);
  await removeNote(homes);
}

export async function removeFrom(homes: MovableHomes, place: KeyPlace): Promise<void> {
  const path = homes.pathOf(place);
  await homes.files.remove(path);
  await homes.files.syncFolder(dirname(path));
}

export async function removeNote(homes: MovableHomes): Promise<void> {
  await homes.files.remove(homes.movePath);
  await homes.files.syncFolder(dirname(homes.movePath));
}

/** The home to clear: the old one when the new one is good, the new one when only the old one is. `none`: there are not two. */
async function superfluous(homes: MovableHomes, { to, keyId }: MoveNote): Promise<KeyPlace | 'none' | 'unclear'> {
  const from = otherPlace(to);
  if (!(await homes.has(to)) || !(await homes.has(from))) return 'none';
  if ((await idIn(homes, to)) === keyId) return from;
  return (await idIn(homes, from)) === keyId ? to : 'unclear';
}

/** Null when it cannot be opened, which the headless host never can with a sealed one, or holds no key. */
async function idIn(homes: MovableHomes, place: KeyPlace): Promise<string | null> {
  try {
    const key = await homes.loadFrom(place);
    return key === null ? null : keyIdOf(key);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Null for one that is no note of ours; it is written as a whole, so that only somebody else can have spoilt it. */
function readNote(bytes: Buffer): MoveNote | null {
  try {
    return noteSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    return null;
  }
}
