/** Generates settings files as people and tools write them: comments, odd spacing, tabs, CRLF, trailing commas, BOM. */
import fc from 'fast-check';
import { jsonKey, jsonValue } from './json-arbitrary.ts';

export interface Layout {
  readonly eol: string;
  readonly indent: string;
  readonly colon: string;
  readonly isOneLine: boolean;
  readonly hasBom: boolean;
  readonly end: string;
  readonly trailingComma: boolean;
  /** Put between tokens, in turn; blanks and comments only. */
  readonly gaps: readonly string[];
}

const gapArbitrary = fc.constantFrom('', '', '', '', ' ', '  ', '\t', '/* c */', ' /*, } " */ ');

export const layoutArbitrary: fc.Arbitrary<Layout> = fc.record({
  eol: fc.constantFrom('\n', '\r\n'),
  indent: fc.constantFrom('  ', '\t', '    ', ' ', ''),
  colon: fc.constantFrom(':', ': ', ' : '),
  isOneLine: fc.boolean(),
  hasBom: fc.boolean(),
  end: fc.constantFrom('', '\n', '\r\n', '\n\n', ' ', '\n// the end\n', '\n/* the end */'),
  trailingComma: fc.boolean(),
  gaps: fc.array(gapArbitrary, { minLength: 1, maxLength: 7 }),
});

const nameArbitrary = fc
  .oneof(fc.constantFrom('model', 'permissions', 'hooks', 'a"b', 'é', 'FOO'), jsonKey({ maxLength: 6 }))
  .filter((name) => name !== '__proto__');
const envArbitrary = fc.dictionary(
  fc.constantFrom('FOO', 'ANTHROPIC_API_KEY', 'API_TIMEOUT_MS', 'ANTHROPIC_BASE_URL', 'ANTHROPIC_MODEL', 'Z'),
  fc.oneof(fc.constantFrom('600000', 'https://gw.example', '1', '0', 'x, // "y" }'), fc.string({ maxLength: 8 }), fc.integer(), fc.constant(null)),
  { maxKeys: 5 },
);
const rootArbitrary = fc
  .tuple(fc.dictionary(nameArbitrary, jsonValue({ maxDepth: 2 }), { maxKeys: 4 }), fc.option(envArbitrary), fc.boolean())
  .map(([others, env, isFirst]) => {
    const { env: _env, ...rest } = others;
    if (env === null) return rest;
    return isFirst ? { env, ...rest } : { ...rest, env };
  });

/** The text of a settings file whose root is an object; `env`, if there, is one too. */
export const settingsTextArbitrary: fc.Arbitrary<string> = fc.tuple(rootArbitrary, layoutArbitrary).map(([root, layout]) => print(root, layout));

export function print(root: unknown, layout: Layout): string {
  let turn = 0;
  const gap = (): string => {
    turn += 1;
    return layout.gaps[turn % layout.gaps.length] ?? '';
  };
  const lineEnd = (depth: number): string =>
    layout.isOneLine ? '' : (turn % 5 === 2 ? ' // note, with "quotes" }' : '') + layout.eol + layout.indent.repeat(depth);
  const printed = (value: unknown, depth: number): string => {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const isList = Array.isArray(value);
    const entries = Object.entries(value);
    const [open, close] = isList ? ['[', ']'] : ['{', '}'];
    if (entries.length === 0) return open + gap() + close;
    const body = entries.map(([key, member]) => {
      const name = isList ? '' : JSON.stringify(key) + gap() + layout.colon;
      return lineEnd(depth + 1) + name + printed(member, depth + 1) + gap();
    });
    return open + body.join(',') + (layout.trailingComma ? ',' : '') + lineEnd(depth) + close;
  };
  return (layout.hasBom ? '\uFEFF' : '') + printed(root, 0) + layout.end;
}
