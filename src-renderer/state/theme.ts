/**
 * The theme on the page. The setting lives in the core; a copy in localStorage lets the first paint of the next visit be
 * right before the core has answered.
 */
export type Theme = 'system' | 'light' | 'dark';

const STORAGE_KEY = 'code-proxy-theme';
const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

export function rememberedTheme(): Theme {
  const stored = localStorage.getItem(STORAGE_KEY);
  return THEMES.find((theme) => theme === stored) ?? 'system';
}

export function rememberTheme(theme: Theme): void {
  localStorage.setItem(STORAGE_KEY, theme);
}

export function nextTheme(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
}

/** Paints the page in `theme` and, for `system`, follows the system until the returned function is called. */
export function paintTheme(theme: Theme): () => void {
  const darkSystem = matchMedia('(prefers-color-scheme: dark)');
  const paint = () => {
    const isDark = theme === 'dark' || (theme === 'system' && darkSystem.matches);
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
  };
  paint();
  if (theme !== 'system') return () => undefined;
  darkSystem.addEventListener('change', paint);
  return () => darkSystem.removeEventListener('change', paint);
}
