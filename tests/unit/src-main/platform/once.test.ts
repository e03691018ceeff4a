import { expect, it } from 'vitest';
import { once } from '../../../../src-main/platform/once.ts';

it('opens for the first who asks, and gives the same to all', async () => {
  let opened = 0;
  const ask = once(async () => {
    opened += 1;
    return { number: opened };
  });
  expect(opened).toBe(0);
  const [one, other] = await Promise.all([ask(), ask()]);
  expect(other).toBe(one);
  expect(await ask()).toBe(one);
  expect(opened).toBe(1);
});

it('tells all who asked meanwhile that it cannot be opened, and tries again for the next', async () => {
  let opened = 0;
  const ask = once(async () => {
    opened += 1;
    if (opened === 1) throw new Error('the file is gone');
    return opened;
  });
  expect((await Promise.allSettled([ask(), ask()])).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await ask()).toBe(2);
});
