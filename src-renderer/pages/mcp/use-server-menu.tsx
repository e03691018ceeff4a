/** The menu of a server's row, and what its entries do. */
import { Copy, FolderInput, Pencil, Plug, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { McpServer } from '../../../src-shared/schemas/mcp.ts';
import type { MenuAction } from '../../components/menu.tsx';
import { showDone, showUndo } from '../../components/toasts.ts';
import { useMcpCommands } from '../../state/commands/use-mcp-commands.ts';
import { useReportFailure } from '../use-failures.ts';

export interface ServerMenuOptions {
  readonly server: McpServer;
  readonly onEdit: () => void;
  readonly onTest: () => void;
  readonly onMove: () => void;
}

const ICON = 'size-4';

export function useServerMenu({ server: { scope, name }, onEdit, onTest, onMove }: ServerMenuOptions): readonly (readonly MenuAction[])[] {
  const { t } = useTranslation();
  const commands = useMcpCommands();
  const onError = useReportFailure();
  const ref = { scope, name };
  const clone = () => commands.clone.mutate({ ref }, { onError, onSuccess: (copy) => showDone(t('mcp.cloned', { name: copy.name })) });
  // The row is gone when these end, so they are awaited here and not in its callbacks.
  const undo = (undoId: string) => void commands.undoRemove.mutateAsync({ undoId }).then(() => showDone(t('mcp.broughtBack', { name })), onError);
  const remove = () =>
    void commands.remove
      .mutateAsync({ ref })
      .then(({ undoId }) => showUndo(t('mcp.removed', { name }), { label: t('common.undo'), onUndo: () => undo(undoId) }), onError);
  return [
    [
      { label: t('mcp.menu.edit'), icon: <Pencil aria-hidden className={ICON} />, onSelect: onEdit },
      { label: t('mcp.menu.test'), icon: <Plug aria-hidden className={ICON} />, onSelect: onTest },
      { label: t('mcp.menu.clone'), icon: <Copy aria-hidden className={ICON} />, onSelect: clone },
      { label: t('mcp.menu.move'), icon: <FolderInput aria-hidden className={ICON} />, onSelect: onMove },
    ],
    [{ label: t('mcp.menu.remove'), icon: <Trash2 aria-hidden className={ICON} />, isDangerous: true, onSelect: remove }],
  ];
}
