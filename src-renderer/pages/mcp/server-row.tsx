/** One MCP server: what it is, whether it is on, what is wrong with it, what its test found, and what can be done to it. */
import { Plug } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { McpOverview, McpServer } from '../../../src-shared/schemas/mcp.ts';
import { Badge } from '../../components/badge.tsx';
import { IconButton } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { Menu } from '../../components/menu.tsx';
import { Switch } from '../../components/switch.tsx';
import { showDone } from '../../components/toasts.ts';
import { useFormat } from '../../components/use-format.ts';
import { useMcpCommands } from '../../state/commands/use-mcp-commands.ts';
import { useMcpTest, useMcpTests } from '../../state/commands/use-mcp-tests.ts';
import { commandLineOf } from '../../state/mcp/server-groups.ts';
import { serverKey } from '../../state/mcp/server-key.ts';
import { useReportFailure } from '../use-failures.ts';
import { MoveDialog } from './move-dialog.tsx';
import { TestBadge, TestPanel } from './test-panel.tsx';
import { useProblemText, useScopeText } from './use-mcp-words.ts';
import { useServerMenu } from './use-server-menu.tsx';

const APPROVAL_TONES = { approved: 'neutral', rejected: 'bad', pending: 'warn' } as const;

export interface ServerRowProps {
  readonly server: McpServer;
  readonly overview: McpOverview;
  readonly onEdit: () => void;
}

export function ServerRow({ server, overview, onEdit }: ServerRowProps) {
  const { t } = useTranslation();
  const { setEnabled } = useMcpCommands();
  const tests = useMcpTests();
  const onError = useReportFailure();
  const [isMoving, setIsMoving] = useState(false);
  const { scope, name, isEnabled, config } = server;
  const key = serverKey(server);
  const test = useMcpTest(key);
  const startTest = (timeoutMs?: number) => void tests.run({ key, target: { ref: { scope, name } }, timeoutMs });
  const groups = useServerMenu({ server, onEdit, onTest: () => startTest(), onMove: () => setIsMoving(true) });
  const toggle = (isOn: boolean) =>
    setEnabled.mutate(
      { ref: { scope, name }, isEnabled: isOn },
      { onError, onSuccess: () => showDone(t(isOn ? 'mcp.switchedOn' : 'mcp.switchedOff', { name })) },
    );
  const line = commandLineOf(server);
  return (
    <article aria-label={name} className={classNames('px-4 py-2.5', !isEnabled && 'bg-page')}>
      <div className="flex items-center gap-2">
        <h3 title={name} className={classNames('min-w-0 truncate font-semibold', !isEnabled && 'text-muted')}>
          {name}
        </h3>
        {config !== null && <Badge>{t(`mcp.types.${config.type}`)}</Badge>}
        {server.approval !== null && server.approval !== 'approved' && (
          <Badge tone={APPROVAL_TONES[server.approval]} title={t('mcp.approvalHint')}>
            {t(`mcp.approval.${server.approval}`)}
          </Badge>
        )}
        <TestBadge state={test} />
        <div className="flex-1" />
        <IconButton label={`${t('mcp.menu.test')}: ${name}`} icon={<Plug aria-hidden className="size-4" />} onClick={() => startTest()} />
        <Switch label={t('mcp.isOn', { name })} isOn={isEnabled} isDisabled={setEnabled.isPending} onChange={toggle} />
        <Menu label={t('common.menu', { name })} groups={groups} />
      </div>
      <p title={line} className={classNames('truncate font-mono text-[13px]', !isEnabled && 'text-muted')}>
        {line === '' ? t(server.problem === null ? 'mcp.otherKind' : 'mcp.unreadable') : line}
      </p>
      <ServerNotes server={server} />
      <TestPanel name={name} state={test} onCancel={() => tests.cancel(key)} onAgain={startTest} onClose={() => tests.forget(key)} />
      {isMoving && <MoveDialog server={server} overview={overview} onClose={() => setIsMoving(false)} />}
    </article>
  );
}

function ServerNotes({ server: { problem, shadowedBy, otherKeys, isWrapped } }: { readonly server: McpServer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const problemText = useProblemText();
  const scopeText = useScopeText();
  const notes = [
    ...(shadowedBy === null ? [] : [t('mcp.shadowed', { scope: scopeText(shadowedBy) })]),
    ...(isWrapped ? [t('mcp.wrapped')] : []),
    ...(otherKeys.length === 0
      ? []
      : [t('mcp.otherKeys', { count: otherKeys.length, value: format.count(otherKeys.length), keys: otherKeys.join(', ') })]),
  ];
  return (
    <>
      {problem !== null && <p className="text-[13px] break-words text-bad">{problemText(problem)}</p>}
      {notes.map((note) => (
        <p key={note} title={note} className="truncate text-[13px] text-muted">
          {note}
        </p>
      ))}
    </>
  );
}
