/** What would keep Claude Code from the proxy, or beside it, although our values are written; each with what to do. */
import { useTranslation } from 'react-i18next';
import type { ClaudeConflict } from '../../../src-shared/schemas/claude-settings.ts';
import { Badge } from '../../components/badge.tsx';
import { Card } from '../../components/card.tsx';
import { DataPanel } from '../../components/data-panel.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useClaudeConflicts } from '../../state/queries/use-claude-files.ts';
import { useRepair } from '../use-failures.ts';
import { failureOnPage } from './failure-on-page.ts';

const TONES = { wins: 'bad', beside: 'warn', loses: 'neutral' } as const;
const WORDS = {
  environment: 'environment',
  'api-key': 'apiKey',
  'api-key-helper': 'apiKeyHelper',
  'other-provider': 'otherProvider',
  'outbound-proxy': 'outboundProxy',
  project: 'project',
  managed: 'managed',
  unreadable: 'unreadable',
} as const satisfies Record<ClaudeConflict['kind'], string>;

export function ConflictsCard({ folder }: { readonly folder: string }) {
  const { t } = useTranslation();
  const conflicts = useClaudeConflicts(folder);
  const repair = useRepair(conflicts.refetch);
  return (
    <Card title={t('claudeCode.conflicts.title')}>
      <DataPanel
        data={conflicts.data}
        failure={failureOnPage(conflicts)}
        skeleton={<Skeleton rows={1} rowHeight="h-10" />}
        isEmpty={(list) => list.length === 0}
        empty={<p className="px-4 pt-3">{t('claudeCode.conflicts.none')}</p>}
        onRepair={repair}
      >
        {(list) => (
          <ul className="divide-y divide-line">
            {list.map((conflict) => (
              <Conflict key={`${conflict.kind} ${conflict.key} ${conflict.file}`} conflict={conflict} />
            ))}
          </ul>
        )}
      </DataPanel>
      <p className="px-4 pt-1 pb-3 text-[13px] text-muted">{t('claudeCode.conflicts.checked')}</p>
    </Card>
  );
}

function Conflict({ conflict: { kind, effect, key, file } }: { readonly conflict: ClaudeConflict }) {
  const { t } = useTranslation();
  const place = file ?? t('claudeCode.conflicts.place');
  const values = { key, file: place, place };
  return (
    <li className="flex flex-col gap-1 px-4 py-3">
      <p className="break-words">
        <Badge tone={TONES[effect]} className="mr-2">
          {t(`claudeCode.conflicts.effect.${effect}`)}
        </Badge>
        {t(`claudeCode.conflicts.${WORDS[kind]}.text`, values)}
      </p>
      <p className="text-[13px] break-words text-muted">{t(`claudeCode.conflicts.${WORDS[kind]}.remedy`, values)}</p>
    </li>
  );
}
