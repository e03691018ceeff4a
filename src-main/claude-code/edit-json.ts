/**
 * Sets and removes values anywhere in the text of a JSON file of Claude Code's without touching anything else. jsonc-parser's own
 * `modify` reformats the line it inserts into, which in a one-line file is everything; so the edits are made in json-layout.ts.
 * The result is parsed again and compared with what was meant before anybody may write it.
 */
import { isDeepStrictEqual } from 'node:util';
import { applyEdits, type Edit, type Node } from 'jsonc-parser';
import { z } from 'zod';
import { AppError } from '../../src-shared/app-error.ts';
import { insertion, type JsonLayout, layoutOf, newDocument, replacement, withoutMember } from './json-layout.ts';
import { brokenJson, type JsonText, lineAt, onlyMember, readJsonText, readText } from './json-text.ts';

/** `value` undefined: the member is removed. Objects on the way that are missing are made. */
export interface JsonEdit {
  readonly path: readonly string[];
  readonly value: unknown;
}

const objectSchema = z.record(z.string(), z.unknown());

/**
 * @param bytes Null: there is no file.
 * @returns The new bytes; the very same ones when nothing changes.
 * @throws CLAUDE_SETTINGS_BROKEN when the text cannot be read, has a key on the way twice, or cannot be edited safely.
 */
export function editJson(bytes: Buffer | null, edits: readonly JsonEdit[], options: { readonly file: string }): Buffer {
  const before = readJsonText(bytes, options.file);
  const meant = objectSchema.parse(structuredClone(before.values));
  let now: Omit<JsonText, 'hasBom'> = before;
  for (const edit of edits) applyTo(meant, edit);
  for (const group of together(edits)) {
    const text = withEdits(now, group, options.file);
    // What is read costs far more than what is edited.
    if (text !== now.text) now = readText(text, options.file);
  }
  if (now.text === before.text) return bytes ?? Buffer.alloc(0);
  if (!isDeepStrictEqual(structuredClone(now.values), meant)) {
    throw new AppError('CLAUDE_SETTINGS_BROKEN', `${options.file} cannot be edited safely; nothing was changed.`, { repair: 'open-claude-settings' });
  }
  return Buffer.from((before.hasBom ? '\uFEFF' : '') + now.text);
}

/** Neighbours that set different members of one object, which is then read once for all of them. */
function together(edits: readonly JsonEdit[]): readonly (readonly JsonEdit[])[] {
  const groups: JsonEdit[][] = [];
  for (const edit of edits) {
    const group = groups.at(-1);
    const canJoin = group?.every((other) => other.value !== undefined && edit.value !== undefined && areSiblings(other.path, edit.path)) === true;
    if (canJoin) group?.push(edit);
    else groups.push([edit]);
  }
  return groups;
}

function areSiblings(one: readonly string[], other: readonly string[]): boolean {
  return isDeepStrictEqual(one.slice(0, -1), other.slice(0, -1)) && one.at(-1) !== other.at(-1);
}

/** @param edits Of one object: either all set, or there is one. */
function withEdits(now: Pick<JsonText, 'text' | 'root' | 'readNode'>, edits: readonly JsonEdit[], file: string): string {
  const { text, root } = now;
  const [first] = edits;
  if (first === undefined || first.path.length === 0) return text;
  const members = Object.fromEntries(edits.flatMap(({ path, value }) => (value === undefined ? [] : [[path.at(-1) ?? '', value]])));
  const isRemoval = Object.keys(members).length === 0;
  const way = first.path.slice(0, -1);
  const layout = layoutOf(text, root);
  if (root === undefined) return isRemoval ? text : newDocument(nested(way, members), layout);
  let object: Node = root;
  for (const [index, key] of way.entries()) {
    const node = onlyMember(text, object, key, file);
    if (node === undefined)
      return isRemoval ? text : applyEdits(text, [insertion(text, object, { [key]: nested(way.slice(index + 1), members) }, layout)]);
    if (node.type !== 'object') throw brokenJson(file, lineAt(text, node.offset), `"${key}" must be an object { .. }`);
    object = node;
  }
  if (isRemoval) {
    const key = first.path.at(-1) ?? '';
    return onlyMember(text, object, key, file) === undefined ? text : withoutMember(text, object, key);
  }
  return applyEdits(text, membersSet(now, object, members, layout, file));
}

function membersSet(
  { text, readNode }: Pick<JsonText, 'text' | 'readNode'>,
  object: Node,
  members: Readonly<Record<string, unknown>>,
  layout: JsonLayout,
  file: string,
): Edit[] {
  const found = Object.entries(members).map(([key, value]) => ({ key, value, node: onlyMember(text, object, key, file) }));
  const changed = found.flatMap(({ value, node }) =>
    node === undefined || isDeepStrictEqual(structuredClone(readNode(node)), asJson(value)) ? [] : [replacement(text, node, value, layout)],
  );
  const added = found.filter(({ node }) => node === undefined).map(({ key, value }) => [key, value] as const);
  return added.length === 0 ? changed : [...changed, insertion(text, object, Object.fromEntries(added), layout)];
}

/** What will be read again: JSON has no -0, for one. */
function asJson(value: unknown): unknown {
  const read: unknown = JSON.parse(JSON.stringify(value));
  return read;
}

function nested(path: readonly string[], value: unknown): unknown {
  return path.toReversed().reduce<unknown>((inner, key) => ({ [key]: inner }), value);
}

function applyTo(meant: Record<string, unknown>, { path, value }: JsonEdit): void {
  let object = meant;
  const last = path.at(-1);
  if (last === undefined) return;
  for (const key of path.slice(0, -1)) {
    const child = object[key];
    if (!isObject(child)) {
      if (value === undefined) return;
      const made: Record<string, unknown> = {};
      object[key] = made;
      object = made;
    } else object = child;
  }
  if (value === undefined) delete object[last];
  else object[last] = asJson(value);
}

/** Not by a schema, which would leave out a member named `__proto__`. */
function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
