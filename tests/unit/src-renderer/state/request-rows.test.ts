import { describe, expect, it } from 'vitest';
import { broughtUpToDate, heldBack, knownExchanges, matchesFilter, type TopSources, topRows } from '../../../../src-renderer/state/request-rows.ts';
import type { ExchangeFilter, ExchangeSummary } from '../../../../src-shared/schemas/exchange.ts';
import { sampleExchange } from '../../../support/admin-services.ts';

const ended = (id: string, changes: Partial<ExchangeSummary> = {}) =>
  sampleExchange({ id, outcome: 'delivered', status: 200, endedAtMs: 5, ...changes });
const live = (id: string) => sampleExchange({ id });
const none: TopSources = { page: [], isMore: false, known: new Map(), filter: {} };
const ids = (sources: Partial<TopSources>) => topRows({ ...none, ...sources }).map(({ id }) => id);

describe('topRows', () => {
  it('puts live and newly ended exchanges above the newest page, in the order of their starts', () => {
    const known = knownExchanges([live('6'), live('4')], [ended('5')]);
    expect(ids({ page: [ended('3'), ended('2')], known })).toEqual(['6', '5', '4', '3', '2']);
  });

  it('puts one that began earlier and matches only now where it belongs', () => {
    const known = knownExchanges([], [ended('4', { outcome: 'failed' })]);
    const page = [ended('5', { outcome: 'failed' }), ended('3', { outcome: 'failed' })];
    expect(ids({ page, known, filter: { outcome: 'failed' } })).toEqual(['5', '4', '3']);
  });

  it('leaves out what belongs on a later page, and keeps it where there is none', () => {
    const known = knownExchanges([], [ended('3')]);
    expect(ids({ page: [ended('9'), ended('8')], known, isMore: true })).toEqual(['9', '8']);
    expect(ids({ page: [ended('9'), ended('8')], known })).toEqual(['9', '8', '3']);
  });

  it('brings rows of the page up to date: live ones progress, ended ones end', () => {
    const known = knownExchanges([{ ...live('3'), responseBytes: 9 }], [ended('2')]);
    expect(topRows({ ...none, page: [live('3'), live('2')], known })).toMatchObject([
      { id: '3', responseBytes: 9 },
      { id: '2', outcome: 'delivered' },
    ]);
  });

  it('holds newer rows back and counts them while someone reads', () => {
    const result = heldBack([live('5'), live('4'), ended('3')], '3');
    expect(result.rows.map(({ id }) => id)).toEqual(['3']);
    expect(result.heldCount).toBe(2);
    expect(heldBack([live('5')], null)).toMatchObject({ rows: [{ id: '5' }], heldCount: 0 });
  });

  it('adds only what matches the filter', () => {
    const known = knownExchanges([live('4')], [ended('3'), ended('2', { outcome: 'failed' })]);
    expect(ids({ filter: { outcome: 'failed' }, known })).toEqual(['2']);
  });
});

describe('what the feed told', () => {
  it('is believed of the end of an exchange over a list that still has it as live', () => {
    const known = knownExchanges([live('1')], [ended('1')]);
    expect(broughtUpToDate(live('1'), known)).toMatchObject({ outcome: 'delivered' });
  });

  it('changes nothing of an exchange that has ended', () => {
    expect(broughtUpToDate(ended('1'), knownExchanges([live('1')], []))).toMatchObject({ outcome: 'delivered' });
  });
});

describe('matchesFilter', () => {
  const exchange = ended('0199-abcd', {
    status: 529,
    outcome: 'stream_cut',
    requestedModel: 'claude-Opus-4',
    sentModel: 'glm-5',
    endpoint: 'A',
    sessionId: 's',
    startedAtMs: 100,
    error: 'The stream broke',
  });
  it.each<[ExchangeFilter, boolean]>([
    [{}, true],
    [{ status: 5 }, true],
    [{ status: 4 }, false],
    [{ status: 529 }, true],
    [{ status: 500 }, false],
    [{ outcome: 'failures' }, true],
    [{ outcome: 'failed' }, false],
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
    [{ text: '0199-AB' }, true],
    [{ text: 'stream broke' }, true],
    [{ text: '/v1/mess' }, true],
    [{ text: 'nowhere' }, false],
  ])('%j: %s', (filter, expected) => {
    expect(matchesFilter(exchange, filter)).toBe(expected);
  });

  it('finds neither a status class nor a failure in an exchange that is under way', () => {
    expect(matchesFilter(live('1'), { status: 2 })).toBe(false);
    expect(matchesFilter(live('1'), { outcome: 'failures' })).toBe(false);
  });
});
