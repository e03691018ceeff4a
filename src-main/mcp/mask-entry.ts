/**
 * Which texts of an entry are secret, by where they stand; and the way back: a mask in what was entered stands for what is
 * stored at the same place or, where that is not enough, for the one stored secret with that mask.
 */
import { AppError } from '../../src-shared/app-error.ts';
import { MASK_CHARACTER } from '../../src-shared/schemas/mcp.ts';
import { MASKS, type MaskedText, maskWhole, maskWithin, type SecretPiece } from './mask-text.ts';
import { isHarmlessHeader, isSecretName } from './secret-words.ts';

type Path = readonly string[];

export interface PlacedSecret extends SecretPiece {
  /** Keys and indexes, joined. */
  readonly place: string;
}

export interface MaskedValue {
  readonly value: unknown;
  readonly secrets: readonly PlacedSecret[];
}

/** @param entry JSON: an entry, or anything else that stands in its place. */
export function maskEntry(entry: unknown): MaskedValue {
  const secrets: PlacedSecret[] = [];
  const value = mapTexts(entry, (text, path, before) => {
    const masked = maskedAt(text, path, before);
    secrets.push(...masked.pieces.map((piece) => ({ ...piece, place: placeOf(path) })));
    return masked.text;
  });
  return { value, secrets };
}

/** @throws CONFIG_INVALID for a mask that stands for nothing, or for several things. */
export function unmaskEntry(entered: unknown, secrets: readonly PlacedSecret[]): unknown {
  return mapTexts(entered, (text, path) => {
    if (!text.includes(MASK_CHARACTER)) return text;
    if (text.replaceAll(MASKS, '').includes(MASK_CHARACTER)) throw unclear(path);
    const here = secrets.filter((secret) => secret.place === placeOf(path));
    return text.replaceAll(MASKS, (mask) => {
      const index = here.findIndex((secret) => secret.mask === mask);
      const [same] = index < 0 ? [] : here.splice(index, 1);
      if (same !== undefined) return same.secret;
      const all = new Set(secrets.filter((secret) => secret.mask === mask).map(({ secret }) => secret));
      const [only] = all;
      if (only === undefined || all.size > 1) throw unclear(path);
      return only;
    });
  });
}

function maskedAt(text: string, path: Path, before: unknown): MaskedText {
  const [area] = path;
  const name = path.findLast((step) => !/^\d+$/.test(step)) ?? '';
  if (area === 'type' || area === 'cwd') return text.includes(MASK_CHARACTER) ? maskWithin(text) : { text, pieces: [] };
  if (area === 'headers' && path.length === 2) return isHarmlessHeader(name) ? maskWithin(text) : maskWhole(text);
  if (area === 'args') return isNamedBefore(text, before) ? maskWhole(text) : maskWithin(text);
  if (area === 'command' || area === 'url') return maskWithin(text);
  return isSecretName(name, text) ? maskWhole(text) : maskWithin(text);
}

/** `--api-key VALUE` in two arguments. */
function isNamedBefore(text: string, before: unknown): boolean {
  return typeof before === 'string' && before.startsWith('-') && !before.includes('=') && !text.startsWith('-') && isSecretName(before, text);
}

/** A copy with every text replaced; keys stay. */
function mapTexts(value: unknown, change: (text: string, path: Path, before: unknown) => string, path: Path = [], before?: unknown): unknown {
  if (typeof value === 'string') return change(value, path, before);
  if (Array.isArray(value)) return value.map((item: unknown, index) => mapTexts(item, change, [...path, String(index)], value[index - 1]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]: [string, unknown]) => [key, mapTexts(item, change, [...path, key])]));
}

function placeOf(path: Path): string {
  return JSON.stringify(path);
}

function unclear(path: Path): AppError {
  const field = path.join('.');
  return new AppError('CONFIG_INVALID', `${field}: it is not clear what the masked part stands for; enter the whole value`, { field });
}
