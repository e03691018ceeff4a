import { describe, expect, it } from 'vitest';
import { type ClientView, differences, type StoredExchange } from '../../../../bench/soak/ledger.ts';

const VIEW: ClientView = {
  session: 'soak-1-1',
  isClaudeCode: true,
  isStream: true,
  exchangeId: 'e1',
  status: 200,
  ending: 'whole',
  text: 'ok [soak-1-1]',
};
const STORED: StoredExchange = { id: 'e1', session: 'soak-1-1', outcome: 'delivered', status: 200, attempts: 2 };
const SEEN = new Map([['soak-1-1', 2]]);

const compare = (view: Partial<ClientView>, stored: Partial<StoredExchange>, seen = SEEN) =>
  differences([{ ...VIEW, ...view }], [{ ...STORED, ...stored }], seen);

describe('the soak’s ledger', () => {
  it('finds nothing where clients, database and endpoints agree', () => {
    expect(compare({}, {})).toEqual([]);
    expect(compare({ ending: 'cut' }, { outcome: 'stream_cut' })).toEqual([]);
    expect(compare({ status: 429 }, { outcome: 'failed', status: 429 })).toEqual([]);
    expect(compare({ isClaudeCode: false, text: 'event: error\ndata: {}' }, { outcome: 'stream_cut' })).toEqual([]);
  });

  it('allows an attempt that was given up before its request left, and a client that left before it was heard', () => {
    expect(compare({ ending: 'left' }, { outcome: 'client_left', attempts: 3 })).toEqual([]);
    expect(differences([{ ...VIEW, ending: 'left', exchangeId: null, status: null, text: '' }], [], new Map())).toEqual([]);
    expect(differences([], [{ ...STORED, session: null, outcome: 'client_left', attempts: 0 }], new Map())).toEqual([]);
  });

  it.each<[string, Partial<ClientView>, Partial<StoredExchange>, RegExp]>([
    ['another outcome', {}, { outcome: 'stream_cut' }, /stored is "stream_cut"/],
    ['another status', { status: 500 }, { outcome: 'failed', status: 502 }, /got 500, stored is 502/],
    ['an unfinished exchange', {}, { outcome: null }, /stored is "null"/],
    ['another id', {}, { id: 'e2' }, /another id/],
    ['fewer attempts than the endpoints saw', {}, { attempts: 1 }, /saw it 2 times, stored are 1/],
    ['no answer at all', { ending: 'no-answer', exchangeId: null }, {}, /"no-answer"/],
    ['words of another request', { text: 'x [soak-7-7]' }, {}, /holds words of soak-7-7/],
    ['two answers in one', { text: 'event: message_start event: message_start event: message_stop' }, {}, /two messages/],
    ['a clean end too early', { text: 'event: message_start' }, {}, /without the end/],
    ['a cut for a client that understands errors', { ending: 'cut', isClaudeCode: false }, { outcome: 'stream_cut' }, /was cut/],
  ])('finds %s', (_name, view, stored, words) => {
    expect(compare(view, stored).join('\n')).toMatch(words);
  });

  it('finds what is lost, doubled or invented', () => {
    expect(differences([VIEW], [], SEEN)).toEqual(['soak-1-1: lost: not in the database']);
    expect(differences([VIEW], [STORED, { ...STORED, id: 'e2' }], SEEN)).toEqual(['soak-1-1: stored 2 times']);
    expect(differences([], [STORED], SEEN)).toEqual(['soak-1-1: stored, but no client asked for it']);
  });
});
