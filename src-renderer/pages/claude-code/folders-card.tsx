/** Which further folders of Claude Code are looked after. */
import { useTranslation } from 'react-i18next';
import type { SettingsView } from '../../../src-shared/schemas/settings.ts';
import { Card } from '../../components/card.tsx';
import { LinesSetting } from '../setting-controls.tsx';

export function FoldersCard({ view }: { readonly view: SettingsView }) {
  const { t } = useTranslation();
  return (
    <Card title={t('claudeCode.folders.title')}>
      <p className="border-b border-line px-4 py-3 text-[13px] text-muted">{t('claudeCode.folders.hint')}</p>
      <LinesSetting
        view={view}
        path="claude.folders"
        title={t('claudeCode.folders.further')}
        effect={t('claudeCode.folders.effect')}
        value={view.settings.claude.folders}
        placeholder={t('claudeCode.folders.placeholder')}
      />
    </Card>
  );
}
