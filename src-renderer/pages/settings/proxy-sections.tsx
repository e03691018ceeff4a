/** Settings of the proxy itself: where it listens, how patient it is, and how others are reached over the network. */
import { useTranslation } from 'react-i18next';
import { DEFAULT_SETTINGS, type SettingsView } from '../../../src-shared/schemas/settings.ts';
import { MS_PER_MINUTE, MS_PER_SECOND } from '../../../src-shared/units.ts';
import { Card } from '../../components/card.tsx';
import { NumberSetting, TextSetting } from '../setting-controls.tsx';
import { OutboundProxySetting } from './outbound-proxy-setting.tsx';

interface SectionProps {
  readonly view: SettingsView;
}

const ROWS = 'divide-y divide-line';

export function ProxySection({ view }: SectionProps) {
  const { t } = useTranslation();
  const { proxy, admin } = view.settings;
  return (
    <Card title={t('settings.section.proxy')}>
      <div className={ROWS}>
        <NumberSetting view={view} path="proxy.port" title={t('settings.port.title')} effect={t('settings.port.effect')} value={proxy.port} />
        <NumberSetting
          view={view}
          path="admin.port"
          title={t('settings.adminPort.title')}
          effect={t('settings.adminPort.effect')}
          value={admin.port}
        />
        <NumberSetting
          view={view}
          path="proxy.maxRetries"
          title={t('settings.maxRetries.title')}
          effect={t('settings.maxRetries.effect')}
          value={proxy.maxRetries}
          unit={t('settings.unit.retries')}
        />
        <NumberSetting
          view={view}
          path="proxy.restLimitMs"
          title={t('settings.restLimit.title')}
          effect={t('settings.restLimit.effect')}
          value={proxy.restLimitMs}
          unit={t('settings.unit.min')}
          unitSize={MS_PER_MINUTE}
        />
      </div>
    </Card>
  );
}

const TIMEOUTS = [
  { key: 'connectTimeoutMs', name: 'connectTimeout' },
  { key: 'firstByteTimeoutMs', name: 'firstByteTimeout' },
  { key: 'idleTimeoutMs', name: 'idleTimeout' },
  { key: 'apiTimeoutMs', name: 'apiTimeout' },
  { key: 'stopGraceMs', name: 'stopGrace' },
] as const;

export function TimeoutsSection({ view }: SectionProps) {
  const { t } = useTranslation();
  return (
    <Card title={t('settings.section.timeouts')}>
      <div className={ROWS}>
        {TIMEOUTS.map(({ key, name }) => (
          <NumberSetting
            key={key}
            view={view}
            path={`proxy.${key}`}
            title={t(`settings.${name}.title`)}
            effect={t(`settings.${name}.effect`)}
            value={view.settings.proxy[key]}
            unit={t('settings.unit.s')}
            unitSize={MS_PER_SECOND}
          />
        ))}
      </div>
    </Card>
  );
}

export function NetworkSection({ view }: SectionProps) {
  const { t } = useTranslation();
  return (
    <Card title={t('settings.section.network')}>
      <div className={ROWS}>
        <OutboundProxySetting view={view} />
        <TextSetting
          view={view}
          path="proxy.extraCaFile"
          title={t('settings.extraCa.title')}
          effect={t('settings.extraCa.effect')}
          value={view.settings.proxy.extraCaFile}
          placeholder={t('settings.extraCa.placeholder')}
        />
        <TextSetting
          view={view}
          path="skills.githubUrl"
          title={t('settings.githubUrl.title')}
          effect={t('settings.githubUrl.effect')}
          value={view.settings.skills.githubUrl}
          placeholder={DEFAULT_SETTINGS.skills.githubUrl}
          ifEmpty={DEFAULT_SETTINGS.skills.githubUrl}
        />
      </div>
    </Card>
  );
}
