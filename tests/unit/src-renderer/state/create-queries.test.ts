import { TRPCClientError } from '@trpc/client';
import { describe, expect, it, vi } from 'vitest';
import { createQueries } from '../../../../src-renderer/state/create-queries.ts';

const silent = () => TRPCClientError.from(new TypeError('Failed to fetch'));
const refused = () => TRPCClientError.from({ error: { message: 'no', code: -32_001, data: { httpStatus: 401 } } });

function rig() {
  const onSessionEnd = vi.fn();
  const queries = createQueries({ onSessionEnd });
  const ask = async (problem: () => Error) => {
    const queryFn = vi.fn().mockImplementation(async () => {
      throw problem();
    });
    await queries
      .fetchQuery({ queryKey: [problem.name], queryFn, retry: queries.getDefaultOptions().queries?.retry ?? false, retryDelay: 0 })
      .catch(() => undefined);
    return queryFn.mock.calls.length;
  };
  return { ask, onSessionEnd };
}

describe('createQueries', () => {
  it('asks again when nobody answered, and not when a fault was named', async () => {
    const { ask, onSessionEnd } = rig();
    expect(await ask(silent)).toBe(3);
    expect(onSessionEnd).not.toHaveBeenCalled();
    expect(await ask(refused)).toBe(1);
  });

  it('reports the end of the session', async () => {
    const { ask, onSessionEnd } = rig();
    await ask(refused);
    expect(onSessionEnd).toHaveBeenCalledTimes(1);
  });
});
