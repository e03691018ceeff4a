import { expect, it } from 'vitest';
import { fromTestThreadSchema, toTestThreadSchema } from '../../../../src-main/mcp/test-order.ts';

const order = {
  config: { type: 'stdio', command: 'x', args: [], env: {}, cwd: null },
  folder: '/',
  secrets: ['s'],
  timeoutMs: 1,
  version: '1',
  proxyUrl: null,
  extraCaPem: null,
};

it('takes orders and results of the known form, and nothing else', () => {
  expect(toTestThreadSchema.parse({ kind: 'run', id: 1, order })).toEqual({ kind: 'run', id: 1, order });
  expect(toTestThreadSchema.safeParse({ kind: 'run', id: 1, order: { ...order, config: { type: 'carrier-pigeon' } } }).success).toBe(false);
  expect(toTestThreadSchema.safeParse({ kind: 'stop', id: 1 }).success).toBe(false);
  expect(fromTestThreadSchema.safeParse({ id: 1, result: {} }).success).toBe(false);
});
