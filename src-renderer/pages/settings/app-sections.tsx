/** Settings of the app around the proxy: how it looks, what it keeps, what it logs. */
import { useTranslation } from 'react-i18next';
import { LANGUAGE_NAMES } from '../../../src-shared/i18n/languages.ts';
import type { SettingsView } from '../../../src-shared/schemas/settings.ts';
import { Card } from '../../components/card.tsx';
import { WANTED_LANGUAGES } from '../../state/language.ts';
import { useStatus } from '../../state/queries/use-status.ts';
import { NumberSetting, SelectSetting, SwitchSetting } from '../setting-controls.tsx';

const THEMES = ['system', 'light', 'dark'] as const;
const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;

export function LookSection({ view }: { readonly view: SettingsView }) {
  const { t } = useTranslation();
  const { ui } = view.settings;
  return (
    <Card title={t('settings.section.look')}>
      <div className="divide-y divide-line">
        <SelectSetting
          view={view}
          path="ui.theme"
          title={t('settings.theme.title')}
          effect={t('settings.theme.effect')}
          value={ui.theme}
          options={THEMES.map((value) => ({ value, label: t(`header.themes.${value}`) }))}
        />
        <SelectSetting
          view={view}
          path="ui.language"
          title={t('settings.language.title')}
          effect={t('settings.language.effect')}
          value={ui.language}
          options={WANTED_LANGUAGES.map((value) => ({ value, label: value === 'system' ? t('settings.language.system') : LANGUAGE_NAMES[value] }))}
        />
      </div>
    </Card>
  );
}

/** Only where there is a desktop to speak of. */
export function DesktopSection({ view }: { readonly view: SettingsView }) {
  const { t } = useTranslation();
  const host = useStatus().data?.host;
  const { desktop } = view.settings;
  if (host !== 'desktop') return null;
  return (
    <Card title={t('settings.section.desktop')}>
      <div className="divide-y divide-line">
        <SwitchSetting
          view={view}
          path="desktop.launchAtLogin"
          title={t('settings.launchAtLogin.title')}
          effect={t('settings.launchAtLogin.effect')}
          value={desktop.launchAtLogin}
        />
        <SwitchSetting
          view={view}
          path="desktop.notifications"
          title={t('settings.notifications.title')}
          effect={t('settings.notifications.effect')}
          value={desktop.notifications}
        />
      </div>
    </Card>
  );
}

export function RecordsSection({ view }: { readonly view: SettingsView }) {
  const { t } = useTranslation();
  const { records, log } = view.settings;
  return (
    <Card title={t('settings.section.records')}>
      <div className="divide-y divide-line">
        <NumberSetting
          view={view}
          path="records.keepExchangesDays"
          title={t('settings.keepDays.title')}
          effect={t('settings.keepDays.effect')}
          value={records.keepExchangesDays}
          unit={t('settings.unit.days')}
        />
        <SelectSetting
          view={view}
          path="log.level"
          title={t('settings.logLevel.title')}
          effect={t('settings.logLevel.effect')}
          value={log.level}
          options={LOG_LEVELS.map((value) => ({ value, label: t(`settings.logLevel.${value}`) }))}
        />
      </div>
    </Card>
  );
}
