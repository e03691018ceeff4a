/** The app: what every page can rely on, and which address shows which page. */
import { Tooltip } from '@base-ui/react/tooltip';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { i18n } from 'i18next';
import { useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import { createBrowserRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import type { AdminClient } from './api/admin-client.ts';
import { AdminProvider } from './api/admin-context.ts';
import { FormatProvider } from './components/format-provider.tsx';
import { loadedLate } from './components/loaded-late.tsx';
import { DashboardPage } from './pages/dashboard/dashboard-page.tsx';
import { EndpointsPage } from './pages/endpoints/endpoints-page.tsx';
import { LoginPage } from './pages/login/login-page.tsx';
import { NotFoundPage } from './pages/not-found/not-found-page.tsx';
import { RequestsPage } from './pages/requests/requests-page.tsx';
import { RulesPage } from './pages/rules/rules-page.tsx';
import { SettingsPage } from './pages/settings/settings-page.tsx';
import { CrashPage } from './pages/shell/crash-page.tsx';
import { Shell } from './pages/shell/shell.tsx';
import { type UiStore, UiStoreContext } from './state/ui-store.ts';

export interface AppProps {
  readonly client: AdminClient;
  readonly queries: QueryClient;
  readonly ui: UiStore;
  readonly i18n: i18n;
}

const TOOLTIP_DELAY_MS = 400;

/** Pages that are opened now and then are loaded when they are. */
const ClaudeCodePage = loadedLate(async () => (await import('./pages/claude-code/claude-code-page.tsx')).ClaudeCodePage);
const McpPage = loadedLate(async () => (await import('./pages/mcp/mcp-page.tsx')).McpPage);
const SkillsPage = loadedLate(async () => (await import('./pages/skills/skills-page.tsx')).SkillsPage);
const DoctorPage = loadedLate(async () => (await import('./pages/doctor/doctor-page.tsx')).DoctorPage);

export function App({ client, queries, ui, i18n }: AppProps) {
  const [router] = useState(createRouter);
  return (
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={queries}>
        <AdminProvider trpcClient={client} queryClient={queries}>
          <UiStoreContext value={ui}>
            <FormatProvider>
              <Tooltip.Provider delay={TOOLTIP_DELAY_MS}>
                <RouterProvider router={router} />
              </Tooltip.Provider>
            </FormatProvider>
          </UiStoreContext>
        </AdminProvider>
      </QueryClientProvider>
    </I18nextProvider>
  );
}

function createRouter() {
  return createBrowserRouter([
    { path: '/login', Component: LoginPage },
    {
      Component: Shell,
      ErrorBoundary: CrashPage,
      children: [
        {
          ErrorBoundary: CrashPage,
          children: [
            { index: true, Component: DashboardPage },
            { path: 'endpoints', Component: EndpointsPage },
            { path: 'requests', Component: RequestsPage },
            { path: 'requests/:id', Component: RequestsPage },
            { path: 'rules', Component: RulesPage },
            { path: 'claude-code', Component: ClaudeCodePage },
            { path: 'mcp', Component: McpPage },
            { path: 'skills', Component: SkillsPage },
            { path: 'doctor', Component: DoctorPage },
            { path: 'settings', Component: SettingsPage },
            { path: '*', Component: NotFoundPage },
          ],
        },
      ],
    },
  ]);
}
