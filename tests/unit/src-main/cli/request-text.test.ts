import { describe, expect, it } from 'vitest';
import { requestDetails, requestTable, usageTable } from '../../../../src-main/cli/request-text.ts';
import { createTextStyle } from '../../../../src-main/cli/text-style.ts';
import { sampleAttempt, sampleExchange } from '../../../support/admin-services.ts';

const plain = createTextStyle({ isTerminal: false, columns: null, environment: {} });
const NOW_MS = Date.UTC(2026, 10, 20, 12);
const now = { nowMs: NOW_MS, instanceId: 'run-2' };
const usage = {
  inputTokens: 1_000,
  cacheReadTokens: 200,
  cacheWrite5mTokens: 30,
  cacheWrite1hTokens: 4,
  outputTokens: 56,
  source: 'reported' as const,
};
const done = sampleExchange({
  id: '019a9f3c-1b2c-7000-8000-000000000001',
  startedAtMs: NOW_MS - 5_000,
  firstByteAtMs: NOW_MS - 4_500,
  endedAtMs: NOW_MS - 2_000,
  outcome: 'delivered',
  status: 200,
  endpoint: 'spare',
  sentModel: 'large',
  attemptCount: 2,
  usage,
  costMicroUsd: 4_200,
});

describe('requestTable', () => {
  it('shows one line per request', () => {
    const live = sampleExchange({ id: '019a9f3c-9999-7000-8000-000000000001', startedAtMs: NOW_MS - 1_000, kind: 'count_tokens' });
    expect(
      requestTable(plain, [done, live], NOW_MS)
        .split('\n')
        .map((line) => line.replaceAll(/ {2,}/g, '|')),
    ).toEqual([
      'ID|WHEN|STATUS|OUTCOME|MODEL|ENDPOINT|TRIES|TOOK|IN|OUT|COST',
      '019a9f3c-1b2c|5 s ago|200|delivered|claude-opus-4-1 → large|spare|2|3.0 s|1,234|56|$0.0042',
      '019a9f3c-9999|1 s ago|–|live|claude-opus-4-1 (count_tokens)|–|0|–|–|–|–',
    ]);
  });

  it('says what an empty list means', () => {
    expect(requestTable(plain, [], NOW_MS)).toContain('No requests yet');
    expect(requestTable(plain, [], NOW_MS, true)).toContain('No request is like that');
  });
});

describe('requestDetails', () => {
  it('shows every attempt with verdict, rest and reason', () => {
    const first = sampleAttempt({
      endpoint: 'main',
      verdict: 'try-next',
      reason: 'it refused the connection',
      ruleId: 'unreachable',
      restMs: 30_000,
      startedAtMs: 0,
      endedAtMs: 12,
    });
    const second = sampleAttempt({ number: 2, endpoint: 'spare', status: 200, verdict: 'deliver', restMs: -1 });
    const text = requestDetails(plain, { ...done, attempts: [first, second] }, now);
    expect(text).toContain('delivered (200)');
    expect(text).toContain('1,234 in (200 read from and 34 written to the cache), 56 out, reported');
    expect(text).toMatch(/1 {2}main .* try-next {2}30 s {10}12 ms +– {2}it refused the connection \[unreachable\]/);
    expect(text).toMatch(/2 {2}spare .* 200 {2}deliver .*until edited/);
  });

  it('names a rule by its title, and one that is gone by its id', () => {
    const ruleTitles = new Map([['refused', 'The connection was refused']]);
    const attempt = sampleAttempt({ reason: 'refused the connection', ruleId: 'refused' });
    const gone = sampleAttempt({ number: 2, reason: 'answered 400', ruleId: 'my-rule' });
    const text = requestDetails(plain, { ...done, attempts: [attempt, gone] }, { ...now, ruleTitles });
    expect(text).toContain('refused the connection [refused: The connection was refused]');
    expect(text).toContain('answered 400 [my-rule]');
  });

  it.each([
    ['start run-2', 'local token of this start'],
    ['start run-1', 'local token of an earlier start'],
    ['laptop', 'local token "laptop"'],
    [null, 'local token –'],
  ])('tells people whose local token %s is', (localToken, told) => {
    expect(requestDetails(plain, { ...done, localToken, attempts: [] }, now)).toContain(told);
  });

  it.each([
    [{ costMicroUsd: 4_200, unpricedAttempts: 0 }, 'cost     $0.0042\n'],
    [{ costMicroUsd: 4_200, unpricedAttempts: 1 }, 'cost     $0.0042 +\n'],
    [{ costMicroUsd: null, unpricedAttempts: 1 }, 'cost     unpriced\n'],
    [{ costMicroUsd: null, unpricedAttempts: 0 }, 'cost     –\n'],
    [{ costMicroUsd: 0, unpricedAttempts: 0 }, 'cost     $0.00\n'],
  ])('tells what cost nothing from what has no price: %j', (change, text) => {
    expect(requestDetails(plain, { ...done, ...change, attempts: [] }, now)).toContain(text);
  });

  it('says when no attempt was made', () => {
    expect(requestDetails(plain, { ...done, outcome: 'refused', error: 'wrong token', attempts: [] }, now)).toMatch(
      /wrong token\nNo attempt was made\./,
    );
  });
});

describe('usageTable', () => {
  const totals = {
    exchanges: 3,
    errors: 1,
    inputTokens: 1_000,
    cacheReadTokens: 2,
    cacheWriteTokens: 3,
    outputTokens: 4,
    costMicroUsd: 0,
    unpricedAttempts: 3,
  };

  it('ends with the total and shows no price where nothing was priced', () => {
    const text = usageTable(plain, { rows: [{ ...totals, key: '2026-11-20' }], totals }, 'DAY');
    expect(text.split('\n').map((line) => line.trim().replaceAll(/ {2,}/g, '|'))).toEqual([
      'DAY|REQUESTS|ERRORS|IN|CACHE READ|CACHE WRITE|OUT|COST|UNPRICED',
      '2026-11-20|3|1|1,000|2|3|4|unpriced|3',
      'total|3|1|1,000|2|3|4|unpriced|3',
    ]);
  });

  it('has a word for what no model or endpoint had', () => {
    expect(usageTable(plain, { rows: [{ ...totals, key: '' }], totals }, 'MODEL')).toMatch(/^none /m);
  });

  it('says when there is nothing', () => {
    expect(usageTable(plain, { rows: [], totals }, 'DAY')).toBe('No usage in this time.');
  });
});
