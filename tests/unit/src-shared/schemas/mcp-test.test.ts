import { expect, it } from 'vitest';
import { MCP_TEST_LIMIT_MS, mcpTestInputSchema } from '../../../../src-shared/schemas/mcp-test.ts';

const scope = { kind: 'user', folder: '/home/user/.claude' } as const;

it('tests a stored server or a draft, for a time that is neither too short nor without end', () => {
  const target = { ref: { scope, name: 'files' } };
  expect(mcpTestInputSchema.parse({ id: '1', target })).toEqual({ id: '1', target, timeoutMs: MCP_TEST_LIMIT_MS });
  const draft = { draft: { kind: 'json', text: '{}' }, scope };
  expect(mcpTestInputSchema.parse({ id: '1', target: draft }).target).toEqual({ ...draft, from: null });
  for (const timeoutMs of [0, 999, 300_001, 1.5]) expect(mcpTestInputSchema.safeParse({ id: '1', target, timeoutMs }).success).toBe(false);
});
