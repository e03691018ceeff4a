/** The way between pages: icon and word, only icons where the window is narrow. */
import { ArrowLeftRight, Blocks, GraduationCap, LayoutDashboard, List, Server, Settings, SquareTerminal, Stethoscope, Waypoints } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { classNames } from '../../components/class-names.ts';
import { useUi } from '../../state/ui-store.ts';

const PAGES = [
  { path: '/', name: 'nav.dashboard', icon: LayoutDashboard },
  { path: '/endpoints', name: 'nav.endpoints', icon: Server },
  { path: '/requests', name: 'nav.requests', icon: List },
  { path: '/rules', name: 'nav.rules', icon: Waypoints },
  { path: '/claude-code', name: 'nav.claudeCode', icon: SquareTerminal },
  { path: '/mcp', name: 'nav.mcp', icon: Blocks },
  { path: '/skills', name: 'nav.skills', icon: GraduationCap },
  { path: '/doctor', name: 'nav.doctor', icon: Stethoscope },
  { path: '/settings', name: 'nav.settings', icon: Settings },
] as const;

export function NavigationRail() {
  const { t } = useTranslation();
  // Back to the range of time that was looked at.
  const dashboardSearch = useUi((state) => state.dashboardSearch);
  return (
    <nav
      aria-label={t('nav.label')}
      className="sticky top-0 flex h-dvh flex-col gap-1 overflow-x-hidden overflow-y-auto border-r border-line bg-surface px-2 py-3"
    >
      <div className="mb-3 flex h-8 shrink-0 items-center gap-2 px-2 font-semibold">
        <span className="flex size-6 shrink-0 items-center justify-center rounded-md bg-strong text-on-strong">
          <ArrowLeftRight aria-hidden className="size-4" />
        </span>
        <span className="hidden truncate rail:inline">{t('app.name')}</span>
      </div>
      {PAGES.map(({ path, name, icon: Icon }) => (
        <NavLink
          key={path}
          to={path === '/' ? `/${dashboardSearch}` : path}
          end={path === '/'}
          title={t(name)}
          className={({ isActive }) =>
            classNames(
              'flex h-9 shrink-0 items-center gap-3 rounded-md px-3 text-muted hover:bg-hover hover:text-text',
              isActive && 'bg-sunken font-medium text-text',
            )
          }
        >
          <Icon aria-hidden className="size-4 shrink-0" />
          <span className="sr-only rail:not-sr-only">{t(name)}</span>
        </NavLink>
      ))}
    </nav>
  );
}
