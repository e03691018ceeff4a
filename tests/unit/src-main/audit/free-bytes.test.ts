import { expect, it } from 'vitest';
import { freeBytes } from '../../../../src-main/audit/free-bytes.ts';

it('gives back the memory of a buffer of its own, also when told twice', () => {
  const bytes = Buffer.alloc(100_000, 'a').subarray(10);
  freeBytes(bytes);
  freeBytes(bytes);
  expect(bytes.buffer.byteLength).toBe(0);
});

it('leaves the pool alone that other buffers share', () => {
  const bytes = Buffer.from('a few bytes');
  const other = Buffer.from('of somebody else');
  freeBytes(bytes);
  expect([bytes.toString(), other.toString()]).toEqual(['a few bytes', 'of somebody else']);
});
