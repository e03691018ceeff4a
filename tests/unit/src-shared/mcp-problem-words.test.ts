import { expect, it } from 'vitest';
import { mcpProblemWords } from '../../../src-shared/mcp-problem-words.ts';
import { MCP_PROBLEM_CODES } from '../../../src-shared/schemas/mcp.ts';

it('has words for every problem, with what differs in them', () => {
  for (const code of MCP_PROBLEM_CODES) expect(mcpProblemWords({ code, values: {} })).not.toBe('');
  expect(mcpProblemWords({ code: 'file-broken', values: { line: '3', reason: 'a comma is missing' } })).toBe('line 3: a comma is missing');
  expect(mcpProblemWords({ code: 'variable-missing', values: { names: 'A, B' } })).toBe('not set in the environment: A, B');
});
