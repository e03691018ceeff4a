/** Settings of the app around the proxy: how it looks, what it keeps, what it logs. */
import { useTranslation } from 'react-i18next';
import type { SettingsView } from '../../../src-shared/schemas/settings.ts';
import { Card } from '../../components/card.tsx';
import { NumberSetting, SelectSetting } from './setting-controls.tsx';

const THEMES = ['system', 'light', 'dark'] as const;
const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
/** Languages that are filled in. */
const LANGUAGES = ['system', 'en'] as const;

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
          value={ui.language === 'en' ? 'en' : 'system'}
          options={LANGUAGES.map((value) => ({ value, label: t(`settings.language.${value}`) }))}
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
