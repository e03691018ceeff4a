/** Whether Claude Code uses the proxy, and writing or undoing that. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingsView } from '../../../src-shared/schemas/settings.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { showDone } from '../../components/toasts.ts';
import { useCoreWords } from '../../components/use-core-words.ts';
import { useClaudeCommands } from '../../state/commands/use-instance-commands.ts';
import { useStatus } from '../../state/queries/use-status.ts';
import { useReportFailure } from '../use-failures.ts';
import { ClaudeDiffDialog } from './claude-diff-dialog.tsx';
import { SwitchSetting } from './setting-controls.tsx';

const TONES = { unmanaged: 'neutral', applied: 'ok', unread: 'warn', restored: 'neutral', overridden: 'warn', refused: 'bad' } as const;

export function ClaudeSection({ view }: { readonly view: SettingsView }) {
  const { t } = useTranslation();
  const claude = useStatus().data?.claude;
  const { restore } = useClaudeCommands();
  const words = useCoreWords();
  const onError = useReportFailure();
  const [isPreviewing, setIsPreviewing] = useState(false);
  const disconnect = () => restore.mutate(undefined, { onError, onSuccess: () => showDone(t('settings.claude.restored')) });
  return (
    <div id="claude" className="scroll-mt-16">
      <Card title={t('settings.section.claude')}>
        <div className="divide-y divide-line">
          {claude !== undefined && (
            <div className="flex flex-wrap items-center gap-x-6 gap-y-2 px-4 py-3">
              <div className="min-w-60 flex-1">
                <p className="flex items-center gap-2 font-medium">
                  {t('settings.claudeState.title')} <Badge tone={TONES[claude.kind]}>{t(`settings.claudeState.${claude.kind}`)}</Badge>
                </p>
                <p className="text-[13px] text-muted">{words.sentence(claude.message)}</p>
                <p className="flex items-center gap-1 text-[13px] text-muted">
                  <code title={claude.file} className="truncate font-mono">
                    {claude.file}
                  </code>
                  <CopyButton text={claude.file} what={t('settings.claude.file')} />
                </p>
              </div>
              <div className="flex gap-2">
                <Button onClick={() => setIsPreviewing(true)}>{t('settings.claude.preview')}</Button>
                {(claude.kind === 'applied' || claude.kind === 'unread' || claude.kind === 'overridden') && (
                  <Button disabled={restore.isPending} onClick={disconnect}>
                    {t('settings.claude.restore')}
                  </Button>
                )}
              </div>
            </div>
          )}
          <SwitchSetting
            view={view}
            path="claude.applyOnStart"
            title={t('settings.applyOnStart.title')}
            effect={t('settings.applyOnStart.effect')}
            value={view.settings.claude.applyOnStart}
          />
          <SwitchSetting
            view={view}
            path="claude.disableNonessentialTraffic"
            title={t('settings.disableTraffic.title')}
            effect={t('settings.disableTraffic.effect')}
            value={view.settings.claude.disableNonessentialTraffic}
          />
          <SwitchSetting
            view={view}
            path="claude.attributionHeader"
            title={t('settings.attributionHeader.title')}
            effect={t('settings.attributionHeader.effect')}
            value={view.settings.claude.attributionHeader}
          />
        </div>
      </Card>
      <ClaudeDiffDialog isOpen={isPreviewing} onClose={() => setIsPreviewing(false)} />
    </div>
  );
}
