import { expect, it } from 'vitest';
import { SKILL_TASKS, TASK_OUTPUTS, taskQuestionSchema } from '../../../../src-main/skills/tasks.ts';

it('knows the answer of every task that can be asked', () => {
  expect(Object.keys(TASK_OUTPUTS)).toEqual(Object.keys(SKILL_TASKS));
  for (const task of Object.keys(SKILL_TASKS)) expect(taskQuestionSchema.safeParse({ id: 1, task, input: null }).success).toBe(true);
  expect(taskQuestionSchema.safeParse({ id: 1, task: 'remove', input: null }).success).toBe(false);
});

it('unpacks within limits unless told otherwise', () => {
  const input = { kind: 'tar', from: 'a', to: 'b', under: '', stripped: 1, sourceName: 'x' } as const;
  expect(SKILL_TASKS.unpack.input.parse(input).limits.entries).toBe(10_000);
});
