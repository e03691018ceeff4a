import { expect, it } from 'vitest';
import { cpuMs, parsePsTime, residentBytes } from '../../../../bench/process-cost.ts';

it.each([
  ['00:00:01', 1_000],
  ['0:01.25', 1_250],
  ['01:02:03', 3_723_000],
  ['2-00:00:10', 172_810_000],
])('reads %s as %i ms', (text, ms) => {
  expect(parsePsTime(text)).toBe(ms);
});

it.skipIf(process.platform === 'win32')('counts what this process spends', () => {
  const before = cpuMs(process.pid);
  let sum = 0;
  for (let count = 0; count < 2e7; count += 1) sum += Math.sqrt(count);
  expect(sum).toBeGreaterThan(0);
  expect(cpuMs(process.pid)).toBeGreaterThan(before);
  expect(residentBytes(process.pid)).toBeGreaterThan(10_000_000);
});
