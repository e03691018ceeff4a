/** Starts the renderer: builds what lives as long as the page and hands it to the app. */
import './zod-without-eval.ts';
import { createRoot } from 'react-dom/client';
import { pickLanguage } from '../src-shared/i18n/languages.ts';
import { createAdminClient } from './api/admin-client.ts';
import { readSessionSecret } from './api/session.ts';
import { App } from './app.tsx';
import { createI18n, showLanguage } from './state/create-i18n.ts';
import { createQueries } from './state/create-queries.ts';
import { rememberedLanguage } from './state/language.ts';
import { paintTheme, rememberedTheme } from './state/theme.ts';
import { createUiStore } from './state/ui-store.ts';
import './styles.css';

paintTheme(rememberedTheme());
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
const ui = createUiStore();
const i18n = createI18n();
const app = (
  <App
    client={createAdminClient(readSessionSecret)}
    queries={createQueries({ onSessionEnd: () => ui.getState().endSession() })}
    ui={ui}
    i18n={i18n}
  />
);
const start = () => createRoot(root).render(app);
// Drawn once, in the right language; in English when the strings of that language cannot be loaded.
showLanguage(i18n, pickLanguage(rememberedLanguage(), navigator.languages)).then(start, start);
