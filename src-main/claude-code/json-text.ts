/**
 * Reads a JSON file of Claude Code's as text that can be edited in place: byte order mark, comments and trailing commas
 * are allowed; what could be misunderstood is refused with its line.
 */
import { getNodeValue, type Node, type ParseError, parseTree } from 'jsonc-parser';
import { z } from 'zod';
import { AppError } from '../../src-shared/app-error.ts';
import { BYTES_PER_MIB } from '../../src-shared/units.ts';
import { outlineOf } from './json-outline.ts';

export interface JsonText {
  readonly hasBom: boolean;
  /** Without the byte order mark. */
  readonly text: string;
  /** Undefined: the file is missing or blank. */
  readonly root: Node | undefined;
  readonly values: Readonly<Record<string, unknown>>;
  /** Without comments and trailing commas. */
  readonly isPlain: boolean;
  /** Of a node of this text. */
  readNode(node: Node): unknown;
}

/** Beyond it a file is left alone: its values alone take 50 ms of the thread that relays (measured: 2 to 3 ms for each MiB). */
export const MAX_JSON_BYTES = 16 * BYTES_PER_MIB;

const objectSchema = z.record(z.string(), z.unknown());

/**
 * @param bytes Null: there is no file.
 * @param file As the user knows it, for messages.
 * @throws CLAUDE_SETTINGS_BROKEN naming the line; the whole file must be one object.
 */
export function readJsonText(bytes: Buffer | null, file: string): JsonText {
  refuseLarge(bytes, file, MAX_JSON_BYTES);
  const all = decoded(bytes ?? Buffer.alloc(0), file);
  const hasBom = all.startsWith('\uFEFF');
  return { hasBom, ...readText(hasBom ? all.slice(1) : all, file) };
}

/** As readJsonText, of a text without a byte order mark. */
export function readText(text: string, file: string): Omit<JsonText, 'hasBom'> {
  if (text.trim() === '') return { text, root: undefined, values: {}, isPlain: true, readNode: getNodeValue };
  const plain = objectSchema.safeParse(plainJson(text));
  if (plain.success) {
    const readNode = ({ offset, length }: Node): unknown => JSON.parse(text.slice(offset, offset + length));
    return { text, root: shallow(file, () => outlineOf(text)), values: plain.data, isPlain: true, readNode };
  }
  const root = parsedTree(text, file);
  if (root.type !== 'object') throw brokenJson(file, lineAt(text, root.offset), 'the whole file must be one JSON object { .. }');
  return { text, root, values: objectSchema.parse(getNodeValue(root)), isPlain: false, readNode: getNodeValue };
}

/** As readJsonText, where only the values are wanted. */
export function readJsonValues(bytes: Buffer | null, file: string): Readonly<Record<string, unknown>> {
  refuseLarge(bytes, file, MAX_JSON_BYTES);
  const plain = objectSchema.safeParse(bytes === null ? null : plainJson(bytes.toString('utf8')));
  return plain.success ? plain.data : readJsonText(bytes, file).values;
}

/** @throws CLAUDE_SETTINGS_BROKEN that says how large the file is and how large it may be. */
export function refuseLarge(bytes: Buffer | null, file: string, maxBytes: number): void {
  if (bytes === null || bytes.length <= maxBytes) return;
  const size = (bytes.length / BYTES_PER_MIB).toFixed(1);
  throw new AppError(
    'CLAUDE_SETTINGS_BROKEN',
    `${file} is too large to be edited: ${size} MiB, at most ${maxBytes / BYTES_PER_MIB} MiB. Nothing was changed.`,
    {
      repair: 'open-claude-settings',
    },
  );
}

/** The property node of a member; undefined when there is none. */
export function memberOf(object: Node, key: string): Node | undefined {
  return object.children?.find((property) => property.children?.[0]?.value === key);
}

/** The value node of a member that must not be there twice; undefined when there is none. @throws CLAUDE_SETTINGS_BROKEN */
export function onlyMember(text: string, object: Node, key: string, file: string): Node | undefined {
  const found = (object.children ?? []).filter((property) => property.children?.[0]?.value === key);
  if (found[1] !== undefined) throw brokenJson(file, lineAt(text, found[1].offset), `"${key}" is there a second time`);
  return found[0]?.children?.[1];
}

/** The value of a node that was found to be an object. */
export function objectValue({ readNode }: Pick<JsonText, 'readNode'>, node: Node): Readonly<Record<string, unknown>> {
  return objectSchema.parse(readNode(node));
}

/** The value at the end of a path; undefined when something on the way is missing or no object. */
export function valueAt(values: Readonly<Record<string, unknown>>, path: readonly string[]): unknown {
  let value: unknown = values;
  for (const key of path) {
    const object = objectSchema.safeParse(value);
    if (!object.success || !Object.hasOwn(object.data, key)) return undefined;
    value = object.data[key];
  }
  return value;
}

/** From 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

export function brokenJson(file: string, line: number, what: string): AppError {
  const message = `${file}, line ${line}: ${what}. Correct it and try again; nothing was changed.`;
  return new AppError('CLAUDE_SETTINGS_BROKEN', message, { repair: 'open-claude-settings' });
}

function plainJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Comments, trailing commas, or broken: the other reader knows.
    return null;
  }
}

function decoded(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new AppError('CLAUDE_SETTINGS_BROKEN', `${file} is not UTF-8 text. Save it as UTF-8 and try again; nothing was changed.`, {
      cause,
      repair: 'open-claude-settings',
    });
  }
}

function parsedTree(text: string, file: string): Node {
  const errors: ParseError[] = [];
  const root = shallow(file, () => parseTree(text, errors, { allowTrailingComma: true }));
  const fault = errors[0];
  if (fault !== undefined || root === undefined) throw brokenJson(file, lineAt(text, fault?.offset ?? 0), 'this is not valid JSON');
  return root;
}

function shallow<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new AppError('CLAUDE_SETTINGS_BROKEN', `${file} is nested too deeply to be edited; nothing was changed.`, {
      cause,
      repair: 'open-claude-settings',
    });
  }
}
