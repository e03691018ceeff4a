/** What the dashboard, the request list and a request's detail ask, over every range, in zones that make it hard. */
import type { ExchangeFilter } from '../../src-shared/schemas/exchange.ts';
import type { UsageStep } from '../../src-shared/schemas/usage.ts';
import { MS_PER_DAY } from '../../src-shared/units.ts';
import type { Question } from './storage-rig.ts';

export type Group = 'dashboard' | 'page' | 'detail';

/** Questions of one row of the table: the same one in several zones, or for several exchanges. */
export interface Topic {
  readonly group: Group;
  readonly measure: string;
  readonly questions: readonly Question[];
}

const ZONES = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe'];

interface RangeName {
  readonly name: string;
  readonly days: number;
  readonly steps: readonly UsageStep[];
}

const RANGES: readonly RangeName[] = [
  { name: 'today', days: 1, steps: ['quarter-hour', 'hour'] },
  { name: '7 days', days: 7, steps: ['hour', 'day'] },
  { name: '30 days', days: 30, steps: ['day'] },
  { name: '90 days', days: 90, steps: ['day', 'week'] },
  { name: 'a year', days: 365, steps: ['day', 'week'] },
  { name: 'all', days: 730, steps: ['day', 'month'] },
];

export function dashboardTopics(nowMs: number): readonly Topic[] {
  return RANGES.flatMap(({ name, days, steps }) => {
    const topic = (measure: string, ask: (range: { sinceMs: number; untilMs: number; timeZone: string }) => Question): Topic => ({
      group: 'dashboard',
      measure: `${name}: ${measure}`,
      questions: ZONES.map((timeZone) => ask({ sinceMs: nowMs - days * MS_PER_DAY, untilMs: nowMs, timeZone })),
    });
    return [
      topic('headline and the range before', (range) => ({
        call: 'usageOverview',
        input: { ...range, beforeSinceMs: range.sinceMs - days * MS_PER_DAY },
      })),
      ...steps.flatMap((step) =>
        ([null, 'model', 'endpoint'] as const).map((by) =>
          topic(`lines per ${step}${by === null ? '' : ` by ${by}`}`, (range) => ({ call: 'usageSeries', input: { ...range, step, by } })),
        ),
      ),
      topic('heatmap by date', (range) => ({ call: 'usageHours', input: { ...range, rows: 'date' } })),
      topic('heatmap by weekday', (range) => ({ call: 'usageHours', input: { ...range, rows: 'weekday' } })),
      topic('table by model', (range) => ({ call: 'usageBreakdown', input: { ...range, by: 'model' } })),
      topic('table by endpoint', (range) => ({ call: 'usageBreakdown', input: { ...range, by: 'endpoint' } })),
      topic('report by day', (range) => ({ call: 'usageReport', input: { ...range, by: 'day' } })),
    ];
  });
}

/** @param sample  An exchange of the history, to look for. */
export function pageTopics(
  span: { readonly sinceMs: number; readonly untilMs: number },
  sample: { readonly id: string; readonly sessionId: string },
): readonly Topic[] {
  const deepMs = span.sinceMs + (span.untilMs - span.sinceMs) * 0.3;
  const filters: readonly (readonly [name: string, filter: ExchangeFilter])[] = [
    ['no filter', {}],
    ['status 4xx', { status: 4 }],
    ['status 529', { status: 529 }],
    ['status 418, which none has', { status: 418 }],
    ['failed', { outcome: 'failed' }],
    ['delivered', { outcome: 'delivered' }],
    ['busy endpoint', { endpoint: 'Team account' }],
    ['rare endpoint', { endpoint: 'Budget relay' }],
    ['part of many models', { model: 'claude' }],
    ['rare model', { model: 'glm' }],
    ['kind', { kind: 'count_tokens' }],
    ['session', { sessionId: sample.sessionId }],
    ['a week', { sinceMs: deepMs - 7 * MS_PER_DAY }],
    ['rare endpoint and failed', { endpoint: 'Budget relay', outcome: 'failed' }],
    ['rare model and delivered', { model: 'glm', outcome: 'delivered' }],
    ['model and endpoint that never meet', { model: 'claude-3-5-haiku', endpoint: 'Lab server' }],
    ['text: beginning of an id', { text: sample.id.slice(0, 18) }],
    ['text: common word', { text: 'sonnet' }],
    ['text: rare word', { text: 'glm-4.6' }],
    ['text: nowhere', { text: 'no such thing' }],
    ['text: nowhere, failed', { text: 'no such thing', outcome: 'failed' }],
  ];
  return filters.flatMap(([name, filter]): Topic[] => [
    { group: 'page', measure: `${name}: newest page`, questions: [{ call: 'list', input: filter }] },
    { group: 'page', measure: `${name}: from deep in the history on`, questions: [{ call: 'list', input: { ...filter, untilMs: deepMs } }] },
  ]);
}

export function detailTopic(ids: readonly string[]): Topic {
  return { group: 'detail', measure: 'one request with its attempts', questions: ids.map((id) => ({ call: 'get', input: { id } })) };
}
