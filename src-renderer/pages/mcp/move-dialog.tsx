/** Asks where a server shall go, and moves it there. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { McpOverview, McpServer } from '../../../src-shared/schemas/mcp.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { showDone } from '../../components/toasts.ts';
import { useMcpCommands } from '../../state/commands/use-mcp-commands.ts';
import { newServerForm, scopeOf } from '../../state/mcp/server-form.ts';
import { scopeKey } from '../../state/mcp/server-key.ts';
import { useFailureText } from '../use-failures.ts';
import { type PickedScope, ScopePicker } from './scope-picker.tsx';

export interface MoveDialogProps {
  readonly server: McpServer;
  readonly overview: McpOverview;
  readonly onClose: () => void;
}

export function MoveDialog({ server: { scope, name }, overview, onClose }: MoveDialogProps) {
  const { t } = useTranslation();
  const { edit } = useMcpCommands();
  const failureText = useFailureText();
  const [picked, setPicked] = useState<PickedScope>(() => {
    const { scopeKind, folder, project } = newServerForm(overview, scope);
    return { kind: scopeKind, folder, project };
  });
  const target = scopeOf({ scopeKind: picked.kind, folder: picked.folder, project: picked.project.trim() });
  const isSame = scopeKey(target) === scopeKey(scope) || (target.kind !== 'user' && target.project === '');
  const done = () => {
    showDone(t('mcp.moved', { name }));
    onClose();
  };
  const move = () => void edit.mutateAsync({ ref: { scope, name }, scope: target }).then(done, () => undefined);
  const footer = (
    <>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button variant="primary" disabled={isSame || edit.isPending} onClick={move}>
        {t('mcp.moveAction')}
      </Button>
    </>
  );
  return (
    <Dialog title={t('mcp.moveTitle', { name })} description={t('mcp.moveText')} isOpen onClose={onClose} footer={footer}>
      <ScopePicker overview={overview} value={picked} onChange={setPicked} />
      {edit.error !== null && (
        <p role="alert" className="mt-2 break-words text-bad">
          {failureText(edit.error)}
        </p>
      )}
    </Dialog>
  );
}
