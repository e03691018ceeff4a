/** The servers of one scope: where they are entered, and each of them. */
import { useTranslation } from 'react-i18next';
import type { McpOverview } from '../../../src-shared/schemas/mcp.ts';
import { Badge } from '../../components/badge.tsx';
import { Card } from '../../components/card.tsx';
import { useFormat } from '../../components/use-format.ts';
import type { ServerGroup } from '../../state/mcp/server-groups.ts';
import { serverKey } from '../../state/mcp/server-key.ts';
import { ServerRow } from './server-row.tsx';

export interface ServerGroupCardProps {
  readonly group: ServerGroup;
  readonly overview: McpOverview;
  readonly onEdit: (key: string) => void;
}

export function ServerGroupCard({ group: { scope, file, servers }, overview, onEdit }: ServerGroupCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const place = scope.kind === 'user' ? file : scope.project;
  const isGone =
    scope.kind !== 'user' && overview.folders.some(({ projects }) => projects.some((one) => one.project === scope.project && !one.exists));
  return (
    <Card
      title={t(`mcp.groups.${scope.kind}`)}
      aside={
        <div className="flex min-w-0 items-center gap-2 text-[13px] text-muted">
          {isGone && <Badge tone="warn">{t('mcp.missingProject')}</Badge>}
          {place !== null && (
            <span title={place} className="truncate font-mono">
              {place}
            </span>
          )}
          <span className="shrink-0 tabular-nums">{t('mcp.count', { count: servers.length, value: format.count(servers.length) })}</span>
        </div>
      }
    >
      <ul className="divide-y divide-line">
        {servers.map((server) => {
          const key = serverKey(server);
          return (
            <li key={key}>
              <ServerRow server={server} overview={overview} onEdit={() => onEdit(key)} />
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
