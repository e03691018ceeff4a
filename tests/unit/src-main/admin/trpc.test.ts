import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { createAdminRouter } from '../../../../src-main/admin/router.ts';
import { createCallerFactory, procedure, router } from '../../../../src-main/admin/trpc.ts';
import { AppError } from '../../../../src-shared/app-error.ts';
import { fakeAdminServices } from '../../../support/admin-services.ts';
import { eventually } from '../../../support/eventually.ts';

const fails = (error: Error) => router({ ask: procedure.query(() => Promise.reject(error)) });

async function answerOf(error: Error) {
  const response = await fetchRequestHandler({ endpoint: '/trpc', router: fails(error), req: new Request('http://app/trpc/ask') });
  return { status: response.status, text: await response.text() };
}

const errorSchema = z.object({ error: z.object({ message: z.string(), data: z.object({ app: z.unknown() }) }) });

describe('procedures', () => {
  it('answer an AppError with its own status, code, field and repair', async () => {
    const { status, text } = await answerOf(
      new AppError('ENDPOINT_NAME_TAKEN', 'the name "a" is taken', { field: 'name', repair: 'open-endpoints' }),
    );
    expect(status).toBe(409);
    expect(errorSchema.parse(JSON.parse(text)).error).toEqual({
      message: 'the name "a" is taken',
      data: { app: { code: 'ENDPOINT_NAME_TAKEN', field: 'name', repair: 'open-endpoints' } },
    });
  });

  it('never tell a stack or the message of a fault', async () => {
    const { status, text } = await answerOf(new Error('token sk-ant-1234 leaked'));
    expect(status).toBe(500);
    expect(text).not.toContain('sk-ant');
    expect(text).not.toMatch(/stack|\.ts:/);
  });

  it('keep the AppError as the cause for callers in this process', async () => {
    const cause = new AppError('ENDPOINT_NOT_FOUND', 'there is no endpoint "x"');
    await expect(createCallerFactory(fails(cause))({}).ask()).rejects.toMatchObject({ code: 'NOT_FOUND', cause });
  });
});

describe('the feed as a stream', () => {
  it('says every 15 seconds that it lives, and closes its reader when only the body is cancelled', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const services = fakeAdminServices();
    const req = new Request('http://app/trpc/feed.events', { headers: { accept: 'text/event-stream' } });
    const response = await fetchRequestHandler({ endpoint: '/trpc', router: createAdminRouter(services), req });
    const reader = response.body?.getReader();
    const readUntil = async (mark: string) => {
      let text = '';
      while (!text.includes(mark)) text += new TextDecoder().decode((await reader?.read())?.value);
      return text;
    };
    expect(await readUntil('"reset"')).toContain('event: connected\ndata: {"reconnectAfterInactivityMs":45000}');
    let hasPinged = false;
    const ping = readUntil('event: ping').then(() => {
      hasPinged = true;
    });
    await vi.advanceTimersByTimeAsync(14_999);
    expect(hasPinged).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await ping;
    await reader?.cancel();
    vi.useRealTimers();
    await eventually(() => services.feed.readerCount).toBe(0);
  });
});
