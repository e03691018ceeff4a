/** The same questions through every door of the admin router get the same answers. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTRPCClient, httpBatchLink, httpLink, isTRPCClientError } from '@trpc/client';
import { TRPCError } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { describe, expect, it, onTestFinished } from 'vitest';
import { describeError } from '../../src-main/admin/error-shape.ts';
import { HttpHost } from '../../src-main/admin/http-host.ts';
import { type AdminRouter, createAdminRouter } from '../../src-main/admin/router.ts';
import { SocketHost } from '../../src-main/admin/socket-host.ts';
import type { AdminCaller } from '../../src-main/cli/admin-caller.ts';
import { openAdminClient } from '../../src-main/cli/admin-client.ts';
import { silentLogger } from '../../src-main/platform/logger.ts';
import { loginAnswerSchema, SESSION_HEADER } from '../../src-shared/admin-http.ts';
import { AppError } from '../../src-shared/app-error.ts';
import { fakeAdminServices } from '../support/admin-services.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { useTempFolder } from '../support/temp-folder.ts';

/** What a door is asked here; each of them calls procedures in its own way. */
type Questions = {
  readonly status: () => Promise<unknown>;
  readonly add: (input: Parameters<AdminCaller['endpoints']['add']>[0]) => Promise<unknown>;
  readonly exchange: (id: string) => Promise<unknown>;
  readonly usage: () => Promise<unknown>;
};

const usage = { by: 'model', sinceMs: 0, untilMs: 1 } as const;

function services() {
  const plain = fakeAdminServices();
  return {
    ...plain,
    exchanges: { ...plain.exchanges, get: () => Promise.reject(new AppError('EXCHANGE_NOT_FOUND', 'there is no such exchange')) },
  };
}

function questionsOf(client: ReturnType<typeof createTRPCClient<AdminRouter>>): Questions {
  return {
    status: () => client.status.get.query(),
    add: (input) => client.endpoints.add.mutate(input),
    exchange: (id) => client.exchanges.get.query({ id }),
    usage: () => client.usage.report.query(usage),
  };
}

function questionsOfCaller(caller: AdminCaller): Questions {
  return {
    status: () => caller.status.get(),
    add: (input) => caller.endpoints.add(input),
    exchange: (id) => caller.exchanges.get({ id }),
    usage: () => caller.usage.report(usage),
  };
}

const doors: Record<string, () => Promise<Questions>> = {
  'a caller in this process': async () => questionsOfCaller(createAdminRouter(services()).createCaller({})),

  'the admin socket': async () => {
    const dataFolder = await useTempFolder();
    const host = new SocketHost({
      openRouter: async () => createAdminRouter(services()),
      instanceId: 'me',
      place: { dataFolder, runtimeFolder: null, tempFolder: '/tmp', platform: process.platform },
      clock: new FakeClock(),
      logger: silentLogger,
    });
    onTestFinished(() => host.stop());
    const client = await openAdminClient({ ...(await host.start()), pid: process.pid });
    onTestFinished(() => client.close());
    return questionsOfCaller(client.caller);
  },

  'a logged-in browser': async () => {
    const rendererFolder = await useTempFolder();
    await mkdir(join(rendererFolder, 'assets'));
    await writeFile(join(rendererFolder, 'index.html'), '');
    const router = createAdminRouter(services());
    const host = new HttpHost({
      openRouter: async () => router,
      rendererFolder,
      port: 0,
      host: '127.0.0.1',
      clock: new FakeClock(),
      logger: silentLogger,
      version: '1',
    });
    onTestFinished(() => host.stop());
    const { url } = await host.start();
    const login = await fetch(`${url}/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ code: new URL(host.createLoginLink()).hash.slice(1) }),
    });
    const { secret } = loginAnswerSchema.parse(await login.json());
    const cookie = login.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
    return questionsOf(
      createTRPCClient<AdminRouter>({ links: [httpBatchLink({ url: `${url}/trpc`, headers: { cookie, origin: url, [SESSION_HEADER]: secret } })] }),
    );
  },

  'a request and response pair': async () => {
    const router = createAdminRouter(services());
    return questionsOf(
      createTRPCClient<AdminRouter>({
        links: [
          httpLink({
            url: 'http://app/trpc',
            fetch: (url, init = {}) => {
              const body = typeof init.body === 'string' ? init.body : null;
              const req = new Request(String(url), { method: init.method ?? 'GET', headers: new Headers(init.headers), body });
              return fetchRequestHandler({ endpoint: '/trpc', router, req });
            },
          }),
        ],
      }),
    );
  },
};

/** What went wrong, whichever way the door says it. */
async function failureOf(answer: Promise<unknown>): Promise<unknown> {
  const error: unknown = await answer.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (isTRPCClientError<AdminRouter>(error)) return { code: error.data?.app.code, field: error.data?.app.field, message: error.message };
  const described = error instanceof TRPCError ? describeError(error) : null;
  if (described !== null) return { code: described.app.code, field: described.app.field, message: described.message };
  if (error instanceof AppError) return { code: error.code, field: error.field ?? null, message: error.message };
  throw new Error('did not fail as a door should', { cause: error });
}

describe.each(Object.entries(doors))('the admin router through %s', (_name, openDoor) => {
  it('answers questions', async () => {
    const { status, usage: report } = await openDoor();
    expect(await status()).toMatchObject({ instanceId: 'instance-a', pid: 1 });
    expect(await report()).toMatchObject({ rows: [{ key: '2026-11-20' }] });
  });

  it('runs commands on tidied input', async () => {
    const { add } = await openDoor();
    expect(await add({ name: ' New ', baseUrl: 'https://api.example.com/v1/' })).toMatchObject({ name: 'New', baseUrl: 'https://api.example.com' });
  });

  it('says with which code something failed', async () => {
    const { exchange } = await openDoor();
    expect(await failureOf(exchange('gone'))).toEqual({ code: 'EXCHANGE_NOT_FOUND', field: null, message: 'there is no such exchange' });
  });

  it('says which input is wrong', async () => {
    const { add } = await openDoor();
    expect(await failureOf(add({ name: 'A', baseUrl: 'ftp://a.example' }))).toMatchObject({ code: 'CONFIG_INVALID', field: 'baseUrl' });
  });

  it('takes several questions at once', async () => {
    const { status } = await openDoor();
    expect(await Promise.all(Array.from({ length: 15 }, status))).toHaveLength(15);
  });
});
