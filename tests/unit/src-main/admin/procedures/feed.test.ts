import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createAdminRouter } from '../../../../../src-main/admin/router.ts';
import type { FeedEvent } from '../../../../../src-shared/feed-events.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';

const changed: FeedEvent = { type: 'tokens-changed' };

async function firstOf(input: { since?: string; lastEventId?: string }) {
  const services = fakeAdminServices();
  const left = new AbortController();
  const caller = createAdminRouter(services).createCaller({}, { signal: left.signal });
  // Events are kept for a reader that was here before.
  const visit = services.feed.read(null, left.signal);
  await visit.next();
  await visit.return();
  for (let n = 0; n < 3; n++) services.feed.publish(changed);
  for await (const item of await caller.feed.events(input)) {
    left.abort();
    // In this process the envelope of tracked() arrives as it is: id, data and a mark.
    const [id, event] = z.array(z.unknown()).parse(item);
    return { id, event, readersAfter: () => services.feed.readerCount };
  }
  throw new Error('the feed ended without an event');
}

describe('feed procedures', () => {
  it('carry the cursor of each event, so that a reader can resume', async () => {
    expect(await firstOf({ since: 'instance-a:1' })).toMatchObject({ id: 'instance-a:2', event: changed });
  });

  it('resume after the last event that a returning reader got rather than where it once began', async () => {
    expect(await firstOf({ since: 'instance-a:0', lastEventId: 'instance-a:2' })).toMatchObject({ id: 'instance-a:3' });
  });

  it('begin with a reset for a reader that has no cursor, and close it when it leaves', async () => {
    const first = await firstOf({});
    expect(first).toMatchObject({ id: 'instance-a:3', event: { type: 'reset' } });
    expect(first.readersAfter()).toBe(0);
  });
});
