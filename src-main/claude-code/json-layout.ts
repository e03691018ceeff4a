/** How a JSON text is laid out, and single edits in its manner: comments, odd spacing, line ends and order stay. Pure. */
import { applyEdits, createScanner, type Edit, type Node } from 'jsonc-parser';

/** So that what is added looks as if it had always been there. */
export interface JsonLayout {
  readonly eol: string;
  readonly indent: string;
}

export function layoutOf(text: string, root: Node | undefined): JsonLayout {
  const eol = /\r?\n/.exec(text)?.[0] ?? '\n';
  const first = root?.children?.[0];
  if (first === undefined) return { eol, indent: '  ' };
  const space = leadingSpace(text, first.offset);
  return { eol, indent: space === '' ? '  ' : space };
}

/** A whole file with this value. */
export function newDocument(value: unknown, { eol, indent }: JsonLayout): string {
  return `${JSON.stringify(value, null, indent).replaceAll('\n', eol)}${eol}`;
}

/** One edit that puts another value in the place of one that is there. */
export function replacement(text: string, node: Node, value: unknown, layout: JsonLayout): Edit {
  const isOnOneLine = !text.slice(node.offset, node.offset + node.length).includes('\n') && (node.children?.length ?? 0) > 0;
  const content =
    isOnOneLine || !text.includes('\n')
      ? JSON.stringify(value)
      : JSON.stringify(value, null, layout.indent).replaceAll('\n', layout.eol + leadingSpace(text, node.offset));
  return { offset: node.offset, length: node.length, content };
}

/** One edit that adds members at the end of an object, in the manner of the members that are there. */
export function insertion(text: string, object: Node, members: Readonly<Record<string, unknown>>, layout: JsonLayout): Edit {
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

/** The text without a member and one comma, and without its line if nothing else was on it. Comments around it stay. */
export function withoutMember(text: string, object: Node, key: string): string {
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

function memberLines(members: Readonly<Record<string, unknown>>, space: string, layout: JsonLayout): string {
  const lines = Object.entries(members).map(([key, value]) => {
    const text = JSON.stringify(value, null, layout.indent).replaceAll('\n', layout.eol + space);
    return `${space}${JSON.stringify(key)}: ${text}`;
  });
  return lines.join(`,${layout.eol}`);
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

/** Blanks at the start of the line that holds `offset`. */
function leadingSpace(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, offset))?.[0] ?? '';
}
