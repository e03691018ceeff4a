import { expect, it } from 'vitest';
import { feedEventSchema } from '../../../src-shared/feed-events.ts';

it('takes each kind of event by its type', () => {
  expect(feedEventSchema.parse({ type: 'reset' })).toEqual({ type: 'reset' });
  const progress = { type: 'exchange-progress', exchangeId: '1', responseBytes: 10, outputTokens: 2 };
  expect(feedEventSchema.parse(progress)).toEqual(progress);
  const notice = { type: 'notice', level: 'warning', code: 'endpoint-resting', values: { endpoint: 'relay' } };
  expect(feedEventSchema.parse(notice)).toEqual(notice);
});

it.each([{ type: 'unheard-of' }, { type: 'exchange-progress', exchangeId: '1' }, { type: 'notice', level: 'loud', code: 'x', values: {} }])(
  'refuses %j',
  (event) => {
    expect(feedEventSchema.safeParse(event).success).toBe(false);
  },
);
