import { expect, it } from 'vitest';
import { z } from 'zod';

const moduleSchema = z.object({
  finding: z.custom<(file: string, message: string, options?: object) => unknown>((value) => typeof value === 'function'),
  lineAt: z.custom<(text: string, offset: number) => number>((value) => typeof value === 'function'),
});
const load = async () => moduleSchema.parse(await import(new URL('../../../../scripts/checks/finding.mjs', import.meta.url).href));

it('is an error about a whole file unless said otherwise', async () => {
  const { finding } = await load();
  expect(finding('a.ts', 'bad')).toEqual({ level: 'error', file: 'a.ts', line: null, message: 'bad' });
  expect(finding('a.ts', 'so so', { level: 'warning', line: 3 })).toEqual({ level: 'warning', file: 'a.ts', line: 3, message: 'so so' });
});

it('counts lines from 1, and a line break belongs to the line it ends', async () => {
  const { lineAt } = await load();
  const text = 'a\nb\n\nc';
  expect([0, 1, 2, 4, 5].map((offset) => lineAt(text, offset))).toEqual([1, 1, 2, 3, 4]);
});
