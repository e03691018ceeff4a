import { expect, it } from 'vitest';
import { freeMemory } from '../../../../src-main/proxy/free-memory.ts';

it('frees bytes that have their memory to themselves', () => {
  const bytes = Buffer.allocUnsafeSlow(100_000);
  freeMemory(bytes);
  expect([bytes.length, bytes.buffer.byteLength]).toEqual([0, 0]);
});

it('leaves alone what shares its memory, or has none', () => {
  const whole = Buffer.allocUnsafeSlow(100_000);
  const part = whole.subarray(1);
  const pooled = Buffer.from('pooled');
  const shared = Buffer.from(new SharedArrayBuffer(10));
  for (const bytes of [part, pooled, shared, Buffer.alloc(0)]) freeMemory(bytes);
  expect([whole.length, part.length, pooled.toString(), shared.length]).toEqual([100_000, 99_999, 'pooled', 10]);
});
