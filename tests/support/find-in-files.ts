/**
 * Looks for texts in everything that lies in a folder, however it is stored: as it is, in any value of a database, in UTF-16, in
 * Base64, and below any compression.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import BetterSqlite from 'better-sqlite3';

const DEEPEST = 4;
const BASE64 = /[A-Za-z0-9+/_-]{24,}={0,2}/g;
/** The first two know their own by its first bytes; the others would take any. */
const DECODERS = [zstdDecompressSync, gunzipSync, inflateSync, inflateRawSync, brotliDecompressSync] as const;

/** Name of each text to the places where it was found; texts that are nowhere are left out. */
export function findInFolder(folder: string, texts: Readonly<Record<string, string>>): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const look = (bytes: Buffer, where: string) => {
    for (const [name, text] of Object.entries(texts)) {
      if (formsOf(text).some((form) => bytes.includes(form))) found.set(name, [...(found.get(name) ?? []), where]);
    }
  };
  for (const file of filesBelow(folder)) {
    look(readFileSync(file), file);
    if (file.endsWith('.db')) for (const { value, where } of valuesOf(file)) unfold(value, DEEPEST, (bytes) => look(bytes, where));
    else if (!/-(?:wal|shm)$/.test(file)) unfold(readFileSync(file), DEEPEST, (bytes) => look(bytes, file));
  }
  return found;
}

/** The same in texts that left the app, for example an export. */
export function findInText(given: string, texts: Readonly<Record<string, string>>): readonly string[] {
  const found = new Set<string>();
  unfold(Buffer.from(given), DEEPEST, (bytes) => {
    for (const [name, text] of Object.entries(texts)) if (formsOf(text).some((form) => bytes.includes(form))) found.add(name);
  });
  return [...found];
}

function formsOf(text: string): readonly (string | Buffer)[] {
  const inJson = JSON.stringify(text).slice(1, -1);
  const inUrl = encodeURIComponent(text);
  return [text, inJson, JSON.stringify(inJson).slice(1, -1), inUrl, inUrl.toLowerCase(), Buffer.from(text, 'utf16le')];
}

/** Calls back with the bytes and with all that can be unpacked from them. */
function unfold(bytes: Buffer, depth: number, look: (bytes: Buffer) => void): void {
  look(bytes);
  if (depth === 0 || bytes.length < 4) return;
  for (const decode of DECODERS) {
    const plain = tryTo(() => decode(bytes, { maxOutputLength: 1e8 }));
    if (plain !== null && plain.length > 0) unfold(plain, depth - 1, look);
  }
  for (const [word] of bytes.toString('latin1').matchAll(BASE64)) {
    const plain = Buffer.from(word, 'base64');
    look(plain);
    if (plain.length >= 4 && (plain.readUInt32BE(0) === 0x28b5_2ffd || plain.readUInt16BE(0) === 0x1f8b)) unfold(plain, depth - 1, look);
  }
}

function valuesOf(file: string): { readonly value: Buffer; readonly where: string }[] {
  const database = new BetterSqlite(file, { readonly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all().map(String);
    return tables.flatMap((table) =>
      database
        .prepare(`SELECT * FROM "${table}"`)
        .raw()
        .all()
        .flatMap((row) => (Array.isArray(row) ? row : []))
        .filter((value): value is string | Buffer => typeof value === 'string' || Buffer.isBuffer(value))
        .map((value) => ({ value: Buffer.from(value), where: `${file} ${table}` })),
    );
  } finally {
    database.close();
  }
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

function tryTo(run: () => Buffer): Buffer | null {
  try {
    return run();
  } catch {
    return null;
  }
}
