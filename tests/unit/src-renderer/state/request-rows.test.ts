import { describe, expect, it } from 'vitest';
import { matchesFilter, type RowSources, requestRows } from '../../../../src-renderer/state/request-rows.ts';
import type { ExchangeFilter, ExchangeSummary } from '../../../../src-shared/schemas/exchange.ts';
import { sampleExchange } from '../../../support/admin-services.ts';

const ended = (id: string, changes: Partial<ExchangeSummary> = {}) =>
  sampleExchange({ id, outcome: 'delivered', status: 200, endedAtMs: 5, ...changes });
const live = (id: string) => sampleExchange({ id });
const none: RowSources = { page: [], live: [], recent: [], filter: {}, isNewestPage: true, holdAfterId: null };
const ids = (sources: Partial<RowSources>) => requestRows({ ...none, ...sources }).rows.map(({ id }) => id);

describe('requestRows', () => {
  it('puts live and newly ended exchanges above the newest page, in the order of their starts', () => {
    expect(ids({ page: [ended('3'), ended('2')], live: [live('6'), live('4')], recent: [ended('5')] })).toEqual(['6', '5', '4', '3', '2']);
  });

  it('adds nothing to older pages', () => {
    expect(ids({ page: [ended('3')], live: [live('6')], isNewestPage: false })).toEqual(['3']);
  });

  it('does not repeat at the foot of the page what ended long ago and belongs on the next one', () => {
    expect(ids({ page: [ended('9'), ended('8')], recent: [ended('3')] })).toEqual(['9', '8']);
  });

  it('brings rows of the page up to date: live ones progress, ended ones end, also on older pages', () => {
    const { rows } = requestRows({
      ...none,
      page: [live('3'), live('2')],
      live: [{ ...live('3'), responseBytes: 9 }],
      recent: [ended('2')],
      isNewestPage: false,
    });
    expect(rows).toMatchObject([
      { id: '3', responseBytes: 9 },
      { id: '2', outcome: 'delivered' },
    ]);
  });

  it('believes the end of an exchange over a list that still has it as live', () => {
    expect(requestRows({ ...none, live: [live('1')], recent: [ended('1')] }).rows).toMatchObject([{ outcome: 'delivered' }]);
  });

  it('holds newer rows back and counts them while someone reads', () => {
    const result = requestRows({ ...none, page: [ended('3')], live: [live('5'), live('4')], holdAfterId: '3' });
    expect(result.rows.map(({ id }) => id)).toEqual(['3']);
    expect(result.heldCount).toBe(2);
  });

  it('adds only what matches the filter', () => {
    expect(ids({ filter: { outcome: 'failed' }, live: [live('4')], recent: [ended('3'), ended('2', { outcome: 'failed' })] })).toEqual(['2']);
  });
});

describe('matchesFilter', () => {
  const exchange = ended('1', { status: 529, requestedModel: 'claude-Opus-4', sentModel: 'glm-5', endpoint: 'A', sessionId: 's', startedAtMs: 100 });
  it.each<[ExchangeFilter, boolean]>([
    [{}, true],
    [{ status: 5 }, true],
    [{ status: 4 }, false],
    [{ status: 529 }, true],
    [{ status: 500 }, false],
    [{ model: 'OPUS' }, true],
    [{ model: 'glm' }, true],
    [{ model: 'haiku' }, false],
    [{ endpoint: 'A' }, true],
    [{ endpoint: 'a' }, false],
    [{ kind: 'count_tokens' }, false],
    [{ sessionId: 'other' }, false],
    [{ sinceMs: 100, untilMs: 101 }, true],
    [{ sinceMs: 101 }, false],
    [{ untilMs: 100 }, false],
  ])('%j: %s', (filter, expected) => {
    expect(matchesFilter(exchange, filter)).toBe(expected);
  });

  it('finds no status class in an exchange that has no status yet', () => {
    expect(matchesFilter(live('1'), { status: 2 })).toBe(false);
  });
});
