import { beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTheme, paintTheme, rememberedTheme, rememberTheme } from '../../../../src-renderer/state/theme.ts';

function useSystem(isDark: boolean) {
  const listeners = new Set<() => void>();
  const media = {
    matches: isDark,
    addEventListener: (_: string, listener: () => void) => listeners.add(listener),
    removeEventListener: (_: string, listener: () => void) => listeners.delete(listener),
  };
  vi.stubGlobal('matchMedia', () => media);
  const change = (dark: boolean) => {
    media.matches = dark;
    for (const listener of listeners) listener();
  };
  return { change, listeners };
}
const painted = () => document.documentElement.dataset.theme;

describe('theme', () => {
  beforeEach(() => {
    localStorage.clear();
    vi.unstubAllGlobals();
  });

  it('paints what was chosen, whatever the system says', () => {
    useSystem(true);
    paintTheme('light');
    expect(painted()).toBe('light');
  });

  it('follows the system until told to stop', () => {
    const system = useSystem(false);
    const stop = paintTheme('system');
    expect(painted()).toBe('light');
    system.change(true);
    expect(painted()).toBe('dark');
    stop();
    expect(system.listeners.size).toBe(0);
  });

  it('remembers the choice for the next visit and forgives nonsense', () => {
    rememberTheme('dark');
    expect(rememberedTheme()).toBe('dark');
    localStorage.setItem('code-proxy-theme', 'purple');
    expect(rememberedTheme()).toBe('system');
  });

  it('cycles through all themes', () => {
    expect([nextTheme('system'), nextTheme('light'), nextTheme('dark')]).toEqual(['light', 'dark', 'system']);
  });
});
