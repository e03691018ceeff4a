/** The values that are written into settings.json, as settings of the app. */
import { useTranslation } from 'react-i18next';
import type { SettingsView } from '../../../src-shared/schemas/settings.ts';
import { Card } from '../../components/card.tsx';
import { NumberSetting, SwitchSetting, TextSetting } from '../setting-controls.tsx';

const MS_PER_MINUTE = 60_000;
const SWITCHES = [
  ['applyOnStart', 'applyOnStart'],
  ['disableNonessentialTraffic', 'disableTraffic'],
  ['attributionHeader', 'attributionHeader'],
  ['commitAttribution', 'commitAttribution'],
  ['experimentalBetas', 'experimentalBetas'],
  ['agentTeams', 'agentTeams'],
] as const;
const MODELS = ['model', 'opusModel', 'sonnetModel', 'haikuModel', 'smallFastModel'] as const;
const VARIABLES = {
  model: 'ANTHROPIC_MODEL',
  opusModel: 'ANTHROPIC_DEFAULT_OPUS_MODEL',
  sonnetModel: 'ANTHROPIC_DEFAULT_SONNET_MODEL',
  haikuModel: 'ANTHROPIC_DEFAULT_HAIKU_MODEL',
  smallFastModel: 'ANTHROPIC_SMALL_FAST_MODEL',
} as const;

export function ValuesCard({ view }: { readonly view: SettingsView }) {
  const { t } = useTranslation();
  const { claude } = view.settings;
  return (
    <Card title={t('claudeCode.values.title')}>
      <p className="border-b border-line px-4 py-3 text-[13px] text-muted">{t('claudeCode.values.hint')}</p>
      <div className="divide-y divide-line">
        {SWITCHES.map(([name, words]) => (
          <SwitchSetting
            key={name}
            view={view}
            path={`claude.${name}`}
            title={t(`claudeCode.values.${words}.title`)}
            effect={t(`claudeCode.values.${words}.effect`)}
            value={claude[name]}
          />
        ))}
        <NumberSetting
          view={view}
          path="claude.apiTimeoutMs"
          title={t('claudeCode.values.apiTimeout.title')}
          effect={t('claudeCode.values.apiTimeout.effect')}
          value={claude.apiTimeoutMs}
          unit={t('settings.unit.min')}
          unitSize={MS_PER_MINUTE}
        />
      </div>
    </Card>
  );
}

export function ModelsCard({ view }: { readonly view: SettingsView }) {
  const { t } = useTranslation();
  return (
    <Card title={t('claudeCode.models.title')}>
      <p className="border-b border-line px-4 py-3 text-[13px] text-muted">{t('claudeCode.models.hint')}</p>
      <div className="divide-y divide-line">
        {MODELS.map((name) => (
          <TextSetting
            key={name}
            view={view}
            path={`claude.${name}`}
            title={t(`claudeCode.models.${name}`)}
            effect={t(`claudeCode.keys.${VARIABLES[name]}`)}
            value={view.settings.claude[name]}
            placeholder={t('claudeCode.models.placeholder')}
          />
        ))}
      </div>
    </Card>
  );
}
