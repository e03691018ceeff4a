import { describe, expect, it, vi } from 'vitest';
import type { AdminCaller } from '../../../../src-main/cli/admin-caller.ts';
import { findExchange, shortIdLength, spanOfPrefix } from '../../../../src-main/cli/request-lookup.ts';
import { exchangeListInputSchema } from '../../../../src-shared/schemas/exchange.ts';
import { sampleExchange } from '../../../support/admin-services.ts';

const START_MS = 0x019a9f3c1b2c;
const A = '019a9f3c-1b2c-7000-8000-000000000001';
const B = '019a9f3c-1b2c-7111-8000-000000000002';

function exchanges(ids: readonly string[], liveIds: readonly string[] = []) {
  return {
    get: vi.fn(async ({ id }: { id: string }) => ({ ...sampleExchange({ id }), attempts: [] })),
    list: vi.fn(async (_input: Parameters<AdminCaller['exchanges']['list']>[0]) => ({
      items: ids.map((id) => sampleExchange({ id })),
      nextCursor: null,
      searchedToMs: null,
    })),
    live: async () => liveIds.map((id) => sampleExchange({ id })),
  };
}

describe('spanOfPrefix', () => {
  it('reads the time part of the beginning', () => {
    expect(spanOfPrefix('019a9f3c-1b2c')).toEqual({ fromMs: START_MS, toMs: START_MS });
    expect(spanOfPrefix('019A9F3C')).toEqual({ fromMs: 0x019a9f3c0000, toMs: 0x019a9f3cffff });
    expect(spanOfPrefix('019a9f3c-1b2c-7000-8')).toEqual({ fromMs: START_MS, toMs: START_MS });
  });

  it.each(['019a', 'xyz', '', '019a9f3c-1b2c-zz'])('is null for %j', (prefix) => {
    expect(spanOfPrefix(prefix)).toBeNull();
  });
});

describe('findExchange', () => {
  it('looks through the requests of the time that the beginning names', async () => {
    const known = exchanges([A]);
    expect((await findExchange(known, '019A9F3C-1b2c')).id).toBe(A);
    const asked = exchangeListInputSchema.parse(known.list.mock.calls[0]?.[0]);
    expect(asked.sinceMs).toBeLessThan(START_MS);
    expect(asked.untilMs).toBeGreaterThan(START_MS);
  });

  it('finds a live request that is not in the list yet', async () => {
    expect((await findExchange(exchanges([], [A]), A.slice(0, 13))).id).toBe(A);
  });

  it('asks for a whole id directly', async () => {
    const known = exchanges([]);
    await findExchange(known, A);
    expect(known.list).not.toHaveBeenCalled();
  });

  it('names the candidates when several begin so, and says when none does', async () => {
    await expect(findExchange(exchanges([A, B]), '019a9f3c-1b2c')).rejects.toThrow(
      `2 requests begin with 019a9f3c-1b2c – give more of the id: ${A}, ${B}`,
    );
    await expect(findExchange(exchanges([B]), '019a9f3c-1b2c-7000')).rejects.toMatchObject({ code: 'EXCHANGE_NOT_FOUND' });
  });
});

describe('shortIdLength', () => {
  it('is as short as still tells them apart', () => {
    expect(shortIdLength([A])).toBe(13);
    expect(shortIdLength([A, B])).toBe(18);
    expect(shortIdLength([A, A.replace('0001', '0009')])).toBe(36);
  });
});
