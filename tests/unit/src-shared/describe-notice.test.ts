import { expect, it } from 'vitest';
import { describeNotice } from '../../../src-shared/describe-notice.ts';

const say = (key: string, values: Readonly<Record<string, string>>) => `${key} ${JSON.stringify(values)}`;
const words = { reason: (text: string) => text.toUpperCase() };

it('says a notice by its code, with the reason in the words of the reader', () => {
  expect(describeNotice({ code: 'endpoint-resting', values: { endpoint: 'work', reason: 'answered 529' } }, say, words)).toBe(
    'notice.endpoint-resting {"endpoint":"work","reason":"ANSWERED 529"}',
  );
  expect(describeNotice({ code: 'endpoint-back', values: { endpoint: 'work' } }, say, words)).toBe('notice.endpoint-back {"endpoint":"work"}');
});

it('says at least the code of a notice that it does not know', () => {
  expect(describeNotice({ code: 'new-one', values: { reason: 'x' } }, say, words)).toBe('notice.other {"code":"new-one"}');
});
