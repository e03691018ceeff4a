import { expect, it } from 'vitest';
import { z } from 'zod';

const recordSchema = z.object({
  imports: z.array(z.object({ specifier: z.string(), isType: z.boolean(), line: z.number() })),
  hasBehaviour: z.boolean(),
});

async function read(text: string, path = 'a.ts') {
  const loaded: unknown = await import(new URL('../../../../scripts/checks/module-record.mjs', import.meta.url).href);
  const { readModule } = z
    .object({ readModule: z.custom<(path: string, text: string) => unknown>((value) => typeof value === 'function') })
    .parse(loaded);
  return recordSchema.parse(readModule(path, text));
}

it.each([
  ["import { a } from './a.ts';", false],
  ["import type { A } from './a.ts';", true],
  ["import { type A, type B } from './a.ts';", true],
  ["import { type A, b } from './a.ts';", false],
  ["import './a.ts';", false],
  ["export { a } from './a.ts';", false],
  ["export type { A } from './a.ts';", true],
  ["export * from './a.ts';", false],
  ["const a = await import('./a.ts');", false],
  ["type A = import('./a.ts').A;", true],
])('sees the import in: %s', async (text, isType) => {
  expect((await read(`\n\n${text}`)).imports).toEqual([{ specifier: './a.ts', isType, line: 3 }]);
});

it('does not take text and comments for imports', async () => {
  expect((await read(`// import './a.ts'\nconst a = "import './b.ts'";`)).imports).toEqual([]);
});

it('tells behaviour from types and plain values', async () => {
  expect((await read("export type A = () => void; export const B = { c: [1, 'd'] } as const;")).hasBehaviour).toBe(false);
  expect((await read('export const a = () => 1;')).hasBehaviour).toBe(true);
  expect((await read('export const a = new Map();')).hasBehaviour).toBe(true);
  expect((await read('export const A = () => <p />;', 'a.tsx')).hasBehaviour).toBe(true);
});

it('says which file does not parse', async () => {
  await expect(read('const = 1', 'broken.ts')).rejects.toThrow('broken.ts does not parse');
});
