import { expect, it } from 'vitest';
import { EndpointAnnouncer } from '../../../../src-main/admin/endpoint-announcer.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

function watch() {
  const clock = new FakeClock();
  const heard = { composed: 0, published: 0, observed: 0 };
  const announcer = new EndpointAnnouncer({
    clock,
    list: () => {
      heard.composed += 1;
      return [];
    },
    publish: () => (heard.published += 1),
    observe: () => (heard.observed += 1),
  });
  return { clock, heard, announcer };
}

it('announces many changes of one moment once', () => {
  const { clock, heard, announcer } = watch();
  for (let change = 0; change < 1_000; change++) announcer.changed();
  expect(heard).toEqual({ composed: 0, published: 0, observed: 0 });
  clock.advance(1_000);
  expect(heard).toEqual({ composed: 1, published: 1, observed: 1 });
});

it('announces at once when asked, and not again for what that covered', () => {
  const { clock, heard, announcer } = watch();
  announcer.changed();
  announcer.now();
  clock.advance(1_000);
  expect(heard.published).toBe(1);
});

it('says nothing more after a stop', () => {
  const { clock, heard, announcer } = watch();
  announcer.changed();
  announcer.stop();
  clock.advance(1_000);
  expect(heard.published).toBe(0);
});
