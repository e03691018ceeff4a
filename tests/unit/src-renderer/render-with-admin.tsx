/** Renders hooks and components of the renderer above the real admin router with plain services, all in one process. */

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, configure, render, renderHook } from '@testing-library/react';
import { createTRPCClient, splitLink, type TRPCLink, unstable_localLink } from '@trpc/client';
import { tap } from '@trpc/server/observable';
import type { ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import { BrowserRouter } from 'react-router';
import { onTestFinished } from 'vitest';
import { type AdminRouter, createAdminRouter } from '../../../src-main/admin/router.ts';
import { AdminProvider } from '../../../src-renderer/api/admin-context.ts';
import { createI18n } from '../../../src-renderer/state/create-i18n.ts';
import { createUiStore, UiStoreContext } from '../../../src-renderer/state/ui-store.ts';
import { type AdminServicesWithFeed, fakeAdminServices } from '../../support/admin-services.ts';

/** By itself the library waits a second, which a busy machine may need for a dialog. */
const STATE_LIMIT_MS = 60_000;

export interface AdminCall {
  readonly path: string;
  readonly input: unknown;
}

/** @param feedLink Carries subscriptions instead of the router itself. */
export function adminRig(changes: Partial<AdminServicesWithFeed> = {}, feedLink?: TRPCLink<AdminRouter>) {
  configure({ asyncUtilTimeout: STATE_LIMIT_MS });
  const services = fakeAdminServices(changes);
  const calls: AdminCall[] = [];
  const watch: TRPCLink<AdminRouter> =
    () =>
    ({ op, next }) => {
      calls.push({ path: op.path, input: op.input });
      return next(op).pipe(tap({}));
    };
  const localLink = unstable_localLink({ router: createAdminRouter(services), createContext: async () => ({}) });
  const client = createTRPCClient<AdminRouter>({
    links: [watch, splitLink({ condition: (op) => op.type === 'subscription', true: feedLink ?? localLink, false: localLink })],
  });
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const ui = createUiStore();
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <I18nextProvider i18n={createI18n()}>
      <QueryClientProvider client={queries}>
        <AdminProvider trpcClient={client} queryClient={queries}>
          <UiStoreContext value={ui}>
            <BrowserRouter>{children}</BrowserRouter>
          </UiStoreContext>
        </AdminProvider>
      </QueryClientProvider>
    </I18nextProvider>
  );
  onTestFinished(() => {
    cleanup();
    window.history.replaceState(null, '', '/');
    queries.clear();
    services.feed.close();
  });
  return {
    services,
    client,
    calls,
    queries,
    ui,
    hook: <T,>(use: () => T) => renderHook(use, { wrapper }).result,
    show: (element: ReactNode) => render(element, { wrapper }),
  };
}
