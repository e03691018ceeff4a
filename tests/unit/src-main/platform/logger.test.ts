import { expect, it, vi } from 'vitest';
import { silentLogger } from '../../../../src-main/platform/logger.ts';

it('has a logger that says nothing at any level', () => {
  const writes = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
  for (const level of ['debug', 'info', 'warn', 'error'] as const) silentLogger[level]('a message', { field: 1 });
  for (const write of writes) expect(write).not.toHaveBeenCalled();
});
