/** How to get Claude Code to use the proxy. Shown until the first request has come in. */
import { useTranslation } from 'react-i18next';
import { Card } from '../../components/card.tsx';
import { CommandLine } from '../../components/command-line.tsx';
import { ConnectCommands } from '../../components/connect-commands.tsx';
import { useCoreWords } from '../../components/use-core-words.ts';
import type { DashboardRange } from '../../state/dashboard-range.ts';
import { useStatus } from '../../state/queries/use-status.ts';
import { useUsageOverview } from '../../state/queries/use-usage.ts';

export function ConnectCard({ range }: { readonly range: DashboardRange }) {
  const { t } = useTranslation();
  const usage = useUsageOverview(range);
  const claude = useStatus().data?.claude;
  const words = useCoreWords();
  if (usage.data === undefined || usage.data.oldestMs !== null || claude === undefined) return null;
  const isConnected = claude.kind === 'applied';
  return (
    <Card title={t('dashboard.connectTitle')}>
      <div className="p-4">
        {claude.kind === 'unread' || claude.kind === 'refused' ? <p className="mb-3">{words.sentence(claude.message)}</p> : null}
        <p className="mb-3 text-muted">{t(isConnected ? 'dashboard.connectReady' : 'dashboard.connectText')}</p>
        {isConnected ? <CommandLine command="claude" /> : <ConnectCommands />}
      </div>
    </Card>
  );
}
