/**
 * Sets and removes variables under `env` in the text of settings.json without touching anything else: comments, odd
 * spacing, line ends and the order of keys stay. jsonc-parser's own `modify` reformats the line it inserts into, which
 * in a one-line file is everything; so it is used to read, and the edits are made here. The result is parsed again and
 * compared with what was meant before anybody may write it.
 */
import { isDeepStrictEqual } from 'node:util';
import { applyEdits, createScanner, type Edit, type Node } from 'jsonc-parser';
import { AppError } from '../../src-shared/app-error.ts';
import { memberOf, readSettingsText, type SettingsText } from './settings-text.ts';

/** `value` undefined: the variable is removed. */
export interface EnvEdit {
  readonly key: string;
  readonly value: unknown;
}

/** How the file is laid out, so that what is added looks as if it had always been there. */
interface Layout {
  readonly eol: string;
  readonly indent: string;
}

/**
 * @param dropEmptyEnv Removes `env` itself when nothing is left in it.
 * @returns The new bytes; the very same ones when nothing changes.
 * @throws CLAUDE_SETTINGS_BROKEN when the text cannot be read, or cannot be edited safely.
 */
export function editEnv(
  bytes: Buffer | null,
  edits: readonly EnvEdit[],
  options: { readonly file: string; readonly dropEmptyEnv?: boolean },
): Buffer {
  const keys = edits.map((edit) => edit.key);
  const before = readSettingsText(bytes, options.file, keys);
  const wanted: Record<string, unknown> = { ...before.envValues };
  for (const { key, value } of edits) {
    if (value === undefined) delete wanted[key];
    else wanted[key] = value;
  }
  const removesEnv = options.dropEmptyEnv === true && before.env !== undefined && Object.keys(wanted).length === 0;
  const reread = (text: string): SettingsText => readSettingsText(Buffer.from(text), options.file, keys);

  let now = before;
  const set = edits.filter(({ key, value }) => value !== undefined && !isSame(before.envValues[key], value));
  if (set.length > 0) now = reread(withSet(now, set));
  for (const { key, value } of edits) {
    if (value === undefined && now.env !== undefined && memberOf(now.env, key) !== undefined) now = reread(withoutMember(now.text, now.env, key));
  }
  if (removesEnv && now.root !== undefined) now = reread(withoutMember(now.text, now.root, 'env'));
  if (now.text === before.text) return bytes ?? Buffer.alloc(0);

  const { env: _env, ...others } = before.values;
  const hasEnv = !removesEnv && (before.env !== undefined || Object.keys(wanted).length > 0);
  if (!isSame(now.values, hasEnv ? { ...others, env: wanted } : others)) {
    throw new AppError('CLAUDE_SETTINGS_BROKEN', `${options.file} cannot be edited safely; nothing was changed.`, { repair: 'open-claude-settings' });
  }
  return Buffer.from((before.hasBom ? '\uFEFF' : '') + now.text);
}

/** By value alone: the parser makes objects without a prototype. */
function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(structuredClone(one), structuredClone(other));
}

function withSet(now: SettingsText, edits: readonly EnvEdit[]): string {
  const layout = layoutOf(now);
  const all = Object.fromEntries(edits.map(({ key, value }) => [key, value]));
  if (now.root === undefined) return `${JSON.stringify({ env: all }, null, layout.indent).replaceAll('\n', layout.eol)}${layout.eol}`;
  if (now.env === undefined) return applyEdits(now.text, [insertion(now.text, now.root, { env: all }, layout)]);
  const { text, env } = now;
  const present = edits.flatMap(({ key, value }) => {
    const node = memberOf(env, key)?.children?.[1];
    return node === undefined ? [] : [{ offset: node.offset, length: node.length, content: JSON.stringify(value) }];
  });
  const added = Object.fromEntries(edits.filter(({ key }) => memberOf(env, key) === undefined).map(({ key, value }) => [key, value]));
  return applyEdits(text, Object.keys(added).length === 0 ? present : [...present, insertion(text, env, added, layout)]);
}

/** One edit that adds members at the end of an object, in the manner of the members that are there. */
function insertion(text: string, object: Node, members: Readonly<Record<string, unknown>>, layout: Layout): Edit {
  const last = object.children?.at(-1);
  const base = leadingSpace(text, object.offset);
  if (last === undefined) {
    const inner = text.slice(object.offset + 1, object.offset + object.length - 1);
    const lines = memberLines(members, base + layout.indent, layout);
    if (inner.trim() !== '') return { offset: object.offset + 1, length: 0, content: layout.eol + lines };
    return { offset: object.offset + 1, length: inner.length, content: layout.eol + lines + layout.eol + base };
  }
  const end = last.offset + last.length;
  const lineStart = text.lastIndexOf('\n', last.offset - 1) + 1;
  const beforeLast = text.slice(lineStart, last.offset);
  if (beforeLast.trim() === '' && lineStart > object.offset) {
    return { offset: end, length: 0, content: `,${layout.eol}${memberLines(members, beforeLast, layout)}` };
  }
  const colon = last.colonOffset ?? end;
  const gap = /^[ \t]+/.test(text.slice(colon + 1)) ? ' ' : '';
  const inline = Object.entries(members).map(([key, value]) => `,${gap}${JSON.stringify(key)}:${gap}${JSON.stringify(value)}`);
  return { offset: end, length: 0, content: inline.join('') };
}

function memberLines(members: Readonly<Record<string, unknown>>, space: string, layout: Layout): string {
  const lines = Object.entries(members).map(([key, value]) => {
    const text = JSON.stringify(value, null, layout.indent).replaceAll('\n', layout.eol + space);
    return `${space}${JSON.stringify(key)}: ${text}`;
  });
  return lines.join(`,${layout.eol}`);
}

/** Takes a member and one comma away, and the line if nothing else was on it. Comments around it stay. */
function withoutMember(text: string, object: Node, key: string): string {
  const members = object.children ?? [];
  const index = members.findIndex((property) => property.children?.[0]?.value === key);
  const member = members[index];
  if (member === undefined) return text;
  const end = member.offset + member.length;
  const next = commaAfter(text, end);
  if (next !== null) {
    const isBare = text.slice(end, next).trim() === '';
    const own = wholeLine(text, member.offset, isBare ? next + 1 : end);
    return without(text, isBare ? [own] : [own, [next, next + 1]]);
  }
  const previous = members[index - 1];
  const comma = previous === undefined ? null : commaAfter(text, previous.offset + previous.length);
  if (comma === null) return without(text, [wholeLine(text, member.offset, end)]);
  if (text.slice(comma + 1, member.offset).trim() === '') return without(text, [[comma, end]]);
  return without(text, [[comma, comma + 1], wholeLine(text, member.offset, end)]);
}

type Span = readonly [from: number, to: number];

function without(text: string, spans: readonly Span[]): string {
  return applyEdits(
    text,
    spans.map(([from, to]) => ({ offset: from, length: to - from, content: '' })),
  );
}

/** The span, widened to its line if it is alone there, else to the blanks behind it. */
function wholeLine(text: string, from: number, to: number): Span {
  const lineStart = text.lastIndexOf('\n', from - 1) + 1;
  const lineEnd = text.indexOf('\n', to);
  const isAlone = lineEnd !== -1 && text.slice(lineStart, from).trim() === '' && text.slice(to, lineEnd).trim() === '';
  if (isAlone) return [lineStart, lineEnd + 1];
  return [from, to + (/^[ \t]*/.exec(text.slice(to, to + 200))?.[0].length ?? 0)];
}

/** Offset of the comma that follows `offset` with nothing but blanks and comments before it. */
function commaAfter(text: string, offset: number): number | null {
  const scanner = createScanner(text, false);
  scanner.setPosition(offset);
  for (;;) {
    scanner.scan();
    const first = text[scanner.getTokenOffset()];
    if (first === ',') return scanner.getTokenOffset();
    if (first === undefined || (first.trim() !== '' && first !== '/')) return null;
  }
}

function layoutOf(now: SettingsText): Layout {
  const eol = /\r?\n/.exec(now.text)?.[0] ?? '\n';
  const first = now.root?.children?.[0];
  if (first === undefined) return { eol, indent: '  ' };
  const space = leadingSpace(now.text, first.offset);
  return { eol, indent: space === '' ? '  ' : space };
}

/** Blanks at the start of the line that holds `offset`. */
function leadingSpace(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, offset))?.[0] ?? '';
}
