import { expect, it } from 'vitest';
import { replayInputSchema } from '../../../../src-shared/schemas/replay.ts';

it('takes the model as it is, without blanks around it; none stands for the request’s own', () => {
  const input = { id: 'a', endpointId: 'e' };
  expect(replayInputSchema.parse(input).model).toBeNull();
  expect(replayInputSchema.parse({ ...input, model: ' glm-5 ' }).model).toBe('glm-5');
  for (const model of ['', '  ', 'm'.repeat(257)]) expect(replayInputSchema.safeParse({ ...input, model }).success).toBe(false);
});
