/** The menu of an endpoint card, and what its entries do. */
import { ArrowDown, ArrowUp, Copy, Moon, Pencil, Plug, RotateCcw, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { EndpointWithState } from '../../../src-shared/schemas/endpoint.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '../../../src-shared/units.ts';
import type { MenuAction } from '../../components/menu.tsx';
import { showDone, showUndo } from '../../components/toasts.ts';
import { useEndpointCommands } from '../../state/commands/use-endpoint-commands.ts';
import { useReportFailure } from '../use-failures.ts';

export interface EndpointMenuOptions {
  readonly endpoint: EndpointWithState;
  readonly count: number;
  readonly onEdit: () => void;
  readonly onTest: () => void;
  /** Asks for confirmation; the caller then calls `remove`. */
  readonly onDelete: () => void;
}

const ICON = 'size-4';

/** What the menu offers, ms; null: until restored. */
const RESTS = [
  { label: 'endpoints.menu.restMinutes', forMs: 10 * MS_PER_MINUTE },
  { label: 'endpoints.menu.restHour', forMs: MS_PER_HOUR },
  { label: 'endpoints.menu.restUntilRestored', forMs: null },
] as const;

export function useEndpointMenu({ endpoint, count, onEdit, onTest, onDelete }: EndpointMenuOptions) {
  const { t } = useTranslation();
  const commands = useEndpointCommands();
  const onError = useReportFailure();
  const { id, name, position, isEnabled, state } = endpoint;

  const move = (to: number) => commands.move.mutate({ id, position: to }, { onError });
  const clone = () => commands.clone.mutate({ id }, { onError, onSuccess: (copy) => showDone(t('endpoints.cloned', { name: copy.name })) });
  const restore = () => commands.restore.mutate({ id }, { onError, onSuccess: () => showDone(t('endpoints.restored', { name })) });
  const rest = (forMs: number | null) =>
    commands.rest.mutate(
      { id, forMs },
      { onError, onSuccess: () => showUndo(t('endpoints.rested', { name }), { label: t('common.undo'), onUndo: restore }) },
    );
  // The card is gone when these end, so they are awaited here and not in its callbacks.
  const undo = () => void commands.undoRemove.mutateAsync({ id }).then(() => showDone(t('endpoints.undone', { name })), onError);
  const remove = () =>
    void commands.remove
      .mutateAsync({ id })
      .then(() => showUndo(t('endpoints.deleted', { name }), { label: t('common.undo'), onUndo: undo }), onError);

  const groups: readonly (readonly MenuAction[])[] = [
    [
      { label: t('endpoints.menu.edit'), icon: <Pencil aria-hidden className={ICON} />, onSelect: onEdit },
      { label: t('endpoints.menu.clone'), icon: <Copy aria-hidden className={ICON} />, onSelect: clone },
      { label: t('endpoints.menu.test'), icon: <Plug aria-hidden className={ICON} />, onSelect: onTest },
      {
        label: t('endpoints.menu.restore'),
        icon: <RotateCcw aria-hidden className={ICON} />,
        isDisabled: state.rests.length === 0,
        onSelect: restore,
      },
    ],
    RESTS.map(({ label, forMs }) => ({
      label: t(label),
      icon: <Moon aria-hidden className={ICON} />,
      isDisabled: !isEnabled,
      onSelect: () => rest(forMs),
    })),
    [
      {
        label: t('endpoints.menu.up'),
        icon: <ArrowUp aria-hidden className={ICON} />,
        isDisabled: position === 1,
        onSelect: () => move(position - 1),
      },
      {
        label: t('endpoints.menu.down'),
        icon: <ArrowDown aria-hidden className={ICON} />,
        isDisabled: position >= count,
        onSelect: () => move(position + 1),
      },
    ],
    [{ label: t('endpoints.menu.delete'), icon: <Trash2 aria-hidden className={ICON} />, isDangerous: true, onSelect: onDelete }],
  ];
  return { groups, remove };
}
