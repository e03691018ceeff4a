import { expect, it } from 'vitest';
import { ruleTestInput } from '../../../../src-main/cli/rule-test-input.ts';

const readFile = async (file: string) => `content of ${file}`;

it('reads a status with its headers and a body from a file', async () => {
  expect(await ruleTestInput({ status: 429, header: ['Retry-After:  5 ', 'X-A: b: c'], body: '@body.json' }, readFile)).toEqual({
    answer: { kind: 'status', status: 429, headers: { 'retry-after': '5', 'x-a': 'b: c' }, body: 'content of body.json' },
  });
});

it('takes the body as the message of an event', async () => {
  expect(await ruleTestInput({ event: 'overloaded_error', body: 'Busy' }, readFile)).toEqual({
    answer: { kind: 'error-event', errorType: 'overloaded_error', text: 'Busy' },
  });
});

it.each([
  [{}, '--status'],
  [{ status: 500, timeout: 'idle' }, '--status'],
  [{ timeout: 'idle', header: ['a: b'] }, '--header'],
  [{ status: 500, header: ['retry-after'] }, '--header'],
  [{ timeout: 'lunch' }, '--timeout'],
  [{ badAnswer: 'rude' }, '--bad-answer'],
])('names the option at fault: %j', async (options, field) => {
  await expect(ruleTestInput(options, readFile)).rejects.toMatchObject({ field });
});
