/** Starts the renderer: builds what lives as long as the page and hands it to the app. */
import './zod-without-eval.ts';
import { createRoot } from 'react-dom/client';
import { createAdminClient } from './api/admin-client.ts';
import { readSessionSecret } from './api/session.ts';
import { App } from './app.tsx';
import { createI18n, pickLanguage } from './state/create-i18n.ts';
import { createQueries } from './state/create-queries.ts';
import { paintTheme, rememberedTheme } from './state/theme.ts';
import { createUiStore } from './state/ui-store.ts';
import './styles.css';

paintTheme(rememberedTheme());
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
const ui = createUiStore();
const language = pickLanguage('system', navigator.languages);
document.documentElement.lang = language;

createRoot(root).render(
  <App
    client={createAdminClient(readSessionSecret)}
    queries={createQueries({ onSessionEnd: () => ui.getState().endSession() })}
    ui={ui}
    i18n={createI18n(language)}
  />,
);
