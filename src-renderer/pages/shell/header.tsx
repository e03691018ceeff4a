/** What holds on every page: whether the proxy runs, where it is reached, how much is under way. */
import { Keyboard, Languages, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { LANGUAGE_NAMES, LANGUAGE_TAGS, LANGUAGES } from '../../../src-shared/i18n/languages.ts';
import type { Status } from '../../../src-shared/schemas/status.ts';
import { Badge } from '../../components/badge.tsx';
import { IconButton } from '../../components/button.tsx';
import { ChoiceMenu } from '../../components/choice-menu.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Switch } from '../../components/switch.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useProxyCommands } from '../../state/commands/use-instance-commands.ts';
import { useLogOut } from '../../state/commands/use-log-out.ts';
import { useLiveExchanges } from '../../state/queries/use-live-exchanges.ts';
import { useStatus } from '../../state/queries/use-status.ts';
import type { Theme } from '../../state/theme.ts';
import { useUi } from '../../state/ui-store.ts';
import { useReportFailure } from '../use-failures.ts';
import type { LanguageChoice } from './use-language.ts';

const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon } as const;
const STATE_TONES = { running: 'ok', stopped: 'neutral', failed: 'bad' } as const;

export interface HeaderProps {
  readonly theme: Theme;
  readonly onCycleTheme: () => void;
  readonly languages: LanguageChoice;
}

export function Header({ theme, onCycleTheme, languages }: HeaderProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const status = useStatus().data;
  const live = useLiveExchanges().data;
  const isLost = useUi((state) => state.connection === 'lost');
  // Null: nobody can tell.
  const liveCount = isLost ? null : (live?.length ?? 0);
  const setSheetOpen = useUi((state) => state.setShortcutSheetOpen);
  const ThemeIcon = THEME_ICONS[theme];
  return (
    <header className="sticky top-0 z-20 flex h-12 items-center gap-4 border-b border-line bg-surface px-5 rail:px-7">
      {status !== undefined && <ProxyControl status={status} />}
      <div className="flex-1" />
      {status?.isDemo === true && (
        <Badge tone="accent" title={t('app.demoHint')}>
          {t('app.demo')}
        </Badge>
      )}
      <Link to="/requests" className="flex shrink-0 items-center whitespace-nowrap gap-2 text-muted tabular-nums hover:text-text">
        <span aria-hidden className={`size-2 rounded-full ${liveCount !== null && liveCount > 0 ? 'animate-pulse bg-accent' : 'bg-line-strong'}`} />
        {t('units.live', { count: liveCount ?? 0, value: liveCount === null ? t('common.dash') : format.count(liveCount) })}
      </Link>
      <div className="flex">
        <LanguageMenu {...languages} />
        <IconButton
          label={t('header.theme', { theme: t(`header.themes.${theme}`) })}
          icon={<ThemeIcon aria-hidden className="size-4" />}
          onClick={onCycleTheme}
        />
        <IconButton label={t('header.shortcuts')} icon={<Keyboard aria-hidden className="size-4" />} onClick={() => setSheetOpen(true)} />
        <LogOutButton />
      </div>
    </header>
  );
}

function LogOutButton() {
  const { t } = useTranslation();
  const { isPossible, mutate, isPending } = useLogOut();
  const onError = useReportFailure();
  if (!isPossible) return null;
  return (
    <IconButton
      label={t('header.logOut')}
      icon={<LogOut aria-hidden className="size-4" />}
      disabled={isPending}
      onClick={() => mutate(undefined, { onError })}
    />
  );
}

function LanguageMenu({ language, chooseLanguage }: LanguageChoice) {
  const { t } = useTranslation();
  const system = { value: 'system', label: t('settings.language.system') } as const;
  const name = language === 'system' ? system.label : LANGUAGE_NAMES[language];
  return (
    <ChoiceMenu
      label={t('header.language', { language: name })}
      icon={<Languages aria-hidden className="size-4" />}
      value={language}
      choices={[system, ...LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value], lang: LANGUAGE_TAGS[value] }))]}
      onChoose={chooseLanguage}
    />
  );
}

function ProxyControl({ status }: { readonly status: Status }) {
  const { t } = useTranslation();
  const { start, stop } = useProxyCommands();
  const onError = useReportFailure();
  const { kind, url } = status.proxy;
  const isBusy = start.isPending || stop.isPending;
  const busyText = start.isPending ? t('header.starting') : stop.isPending ? t('header.stopping') : null;
  const toggle = (isOn: boolean) => (isOn ? start : stop).mutate(undefined, { onError });
  return (
    <div className="flex min-w-0 items-center gap-2">
      <Switch label={t('header.toggle')} isOn={kind === 'running'} isDisabled={isBusy} onChange={toggle} />
      <span className="hidden font-medium sm:inline">{t('header.proxy')}</span>
      <Badge tone={isBusy ? 'neutral' : STATE_TONES[kind]}>{busyText ?? t(`header.${kind}`)}</Badge>
      {url !== null && (
        <div className="flex min-w-0 items-center gap-1">
          <code title={t('header.baseUrl')} className="ml-2 truncate font-mono text-[13px]">
            {url}
          </code>
          <CopyButton text={url} what={t('header.baseUrl')} />
        </div>
      )}
    </div>
  );
}
