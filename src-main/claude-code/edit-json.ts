/**
 * Sets and removes values anywhere in the text of a JSON file of Claude Code's without touching anything else. jsonc-parser's own
 * `modify` reformats the line it inserts into, which in a one-line file is everything; so it is used to read, and the
 * edits are made in json-layout.ts. The result is parsed again and compared with what was meant before anybody may write it.
 */
import { isDeepStrictEqual } from 'node:util';
import { applyEdits, type Node } from 'jsonc-parser';
import { z } from 'zod';
import { AppError } from '../../src-shared/app-error.ts';
import { insertion, layoutOf, newDocument, replacement, withoutMember } from './json-layout.ts';
import { brokenJson, type JsonText, lineAt, onlyMember, readJsonText } from './json-text.ts';

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
  let now = before;
  for (const edit of edits) {
    applyTo(meant, edit);
    const text = withEdit(now, edit, options.file);
    if (text !== now.text) now = readJsonText(Buffer.from(text), options.file);
  }
  if (now.text === before.text) return bytes ?? Buffer.alloc(0);
  if (!isDeepStrictEqual(structuredClone(now.values), meant)) {
    throw new AppError('CLAUDE_SETTINGS_BROKEN', `${options.file} cannot be edited safely; nothing was changed.`, { repair: 'open-claude-settings' });
  }
  return Buffer.from((before.hasBom ? '\uFEFF' : '') + now.text);
}

function withEdit({ text, root }: JsonText, { path, value }: JsonEdit, file: string): string {
  const layout = layoutOf(text, root);
  if (root === undefined) return value === undefined ? text : newDocument(nested(path, value), layout);
  let object: Node = root;
  for (const [index, key] of path.entries()) {
    const node = onlyMember(text, object, key, file);
    const rest = path.slice(index + 1);
    if (node === undefined) return value === undefined ? text : applyEdits(text, [insertion(text, object, { [key]: nested(rest, value) }, layout)]);
    if (rest.length === 0) {
      if (value === undefined) return withoutMember(text, object, key);
      const isSame = isDeepStrictEqual(valueAt(text, node), asJson(value));
      return isSame ? text : applyEdits(text, [replacement(text, node, value, layout)]);
    }
    if (node.type !== 'object') throw brokenJson(file, lineAt(text, node.offset), `"${key}" must be an object { .. }`);
    object = node;
  }
  return text;
}

function valueAt(text: string, node: Node): unknown {
  const values = readJsonText(Buffer.from(`{"value":${text.slice(node.offset, node.offset + node.length)}\n}`), '').values;
  return structuredClone(values.value);
}

/** What will be read again: JSON has no -0, for one. */
function asJson(value: unknown): unknown {
  return z.json().parse(JSON.parse(JSON.stringify(value)));
}

function nested(path: readonly string[], value: unknown): unknown {
  return path.toReversed().reduce<unknown>((inner, key) => ({ [key]: inner }), value);
}

function applyTo(meant: Record<string, unknown>, { path, value }: JsonEdit): void {
  let object = meant;
  const last = path.at(-1);
  if (last === undefined) return;
  for (const key of path.slice(0, -1)) {
    const child = objectSchema.safeParse(object[key]);
    if (!child.success && value === undefined) return;
    const next = child.success ? child.data : {};
    object[key] = next;
    object = next;
  }
  if (value === undefined) delete object[last];
  else object[last] = asJson(value);
}
