/**
 * Where values stand in a text of plain JSON. Only what is asked for is looked at, and what lies beside the way is skipped: ten times
 * as quick as reading a whole tree, which for a file of some 100 KB is what an answer on its way feels. Pure.
 */
import type { Node, NodeType } from 'jsonc-parser';

/** What compares values calls itself for each level. */
const MAX_DEPTH = 1_000;

/**
 * Nodes as jsonc-parser makes them, without parents; only keys have a `value`.
 * @param text What JSON.parse takes; of any other the outcome is open.
 * @throws RangeError for more than a thousand levels.
 */
export function outlineOf(text: string): Node {
  return valueNode(text, behindBlanks(text, 0));
}

class Outline implements Node {
  readonly type: NodeType;
  readonly offset: number;
  readonly length: number;
  readonly #text: string;
  #children: Node[] | undefined;

  constructor(text: string, type: 'object' | 'array', offset: number, end: number) {
    this.#text = text;
    this.type = type;
    this.offset = offset;
    this.length = end - offset;
  }

  get children(): Node[] {
    this.#children ??= childrenOf(this.#text, this.offset, this.type === 'object');
    return this.#children;
  }
}

function childrenOf(text: string, offset: number, isObject: boolean): Node[] {
  const children: Node[] = [];
  let at = behindBlanks(text, offset + 1);
  while (at < text.length && text[at] !== '}' && text[at] !== ']') {
    const child = isObject ? propertyNode(text, at) : valueNode(text, at);
    children.push(child);
    at = behindBlanks(text, child.offset + child.length);
    if (text[at] === ',') at = behindBlanks(text, at + 1);
  }
  return children;
}

function propertyNode(text: string, offset: number): Node {
  const keyEnd = endOfString(text, offset);
  const key: unknown = JSON.parse(text.slice(offset, keyEnd));
  const colonOffset = behindBlanks(text, keyEnd);
  const value = valueNode(text, behindBlanks(text, colonOffset + 1));
  const name: Node = { type: 'string', value: key, offset, length: keyEnd - offset };
  return { type: 'property', offset, length: value.offset + value.length - offset, colonOffset, children: [name, value] };
}

function valueNode(text: string, offset: number): Node {
  switch (text[offset]) {
    case '{':
      return new Outline(text, 'object', offset, endOfContainer(text, offset));
    case '[':
      return new Outline(text, 'array', offset, endOfContainer(text, offset));
    case '"':
      return { type: 'string', offset, length: endOfString(text, offset) - offset };
    case 't':
    case 'f':
      return { type: 'boolean', offset, length: endOfWord(text, offset) - offset };
    case 'n':
      return { type: 'null', offset, length: endOfWord(text, offset) - offset };
    default:
      return { type: 'number', offset, length: endOfWord(text, offset) - offset };
  }
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];

function endOfContainer(text: string, offset: number): number {
  let depth = 0;
  for (let at = offset; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at) - 1;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth += 1;
      if (depth > MAX_DEPTH) throw new RangeError('too many levels');
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

function endOfString(text: string, offset: number): number {
  let end = offset;
  do {
    end = text.indexOf('"', end + 1);
    if (end === -1) return text.length;
  } while (isEscaped(text, end));
  return end + 1;
}

function isEscaped(text: string, offset: number): boolean {
  let from = offset;
  while (text.charCodeAt(from - 1) === BACKSLASH) from -= 1;
  return (offset - from) % 2 === 1;
}

function endOfWord(text: string, offset: number): number {
  let end = offset + 1;
  while (end < text.length && !',]} \t\r\n'.includes(text.charAt(end))) end += 1;
  return end;
}

function behindBlanks(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at += 1;
  return at;
}
