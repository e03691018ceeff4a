/** Switch and menu of a skill, in its row and in its panel. */
import { BookOpen, RefreshCw, Sparkles, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SkillView } from '../../../src-shared/schemas/skills.ts';
import { Menu, type MenuAction } from '../../components/menu.tsx';
import { Switch } from '../../components/switch.tsx';
import { showDone, showUndo } from '../../components/toasts.ts';
import { useSkillCommands } from '../../state/commands/use-skill-commands.ts';
import { refOf } from '../../state/skills/skill-key.ts';
import { titleOf } from '../../state/skills/skill-rows.ts';
import { useReportFailure } from '../use-failures.ts';

export interface SkillActionsProps {
  readonly skill: SkillView;
  readonly hasUpdate: boolean;
  /** Absent where it is open already. */
  readonly onOpen?: () => void;
  readonly onCheck: (skill: SkillView) => void;
  readonly onShowUpdate: () => void;
  readonly onRemoved?: () => void;
}

const ICON = 'size-4';

export function SkillActions({ skill, hasUpdate, onOpen, onCheck, onShowUpdate, onRemoved }: SkillActionsProps) {
  const { t } = useTranslation();
  const { setEnabled } = useSkillCommands();
  const onError = useReportFailure();
  const remove = useRemoveSkill();
  const name = titleOf(skill);
  const setOn = (isEnabled: boolean) =>
    setEnabled.mutate(
      { ref: refOf(skill), isEnabled },
      { onError, onSuccess: () => showDone(t(isEnabled ? 'skills.switchedOn' : 'skills.switchedOff', { name })) },
    );
  const open: MenuAction[] =
    onOpen === undefined ? [] : [{ label: t('skills.menu.open'), icon: <BookOpen aria-hidden className={ICON} />, onSelect: onOpen }];
  const groups: readonly (readonly MenuAction[])[] = [
    [
      ...open,
      {
        label: t('skills.menu.check'),
        icon: <RefreshCw aria-hidden className={ICON} />,
        isDisabled: skill.source === null,
        onSelect: () => onCheck(skill),
      },
      { label: t('skills.menu.update'), icon: <Sparkles aria-hidden className={ICON} />, isDisabled: !hasUpdate, onSelect: onShowUpdate },
    ],
    [{ label: t('skills.menu.remove'), icon: <Trash2 aria-hidden className={ICON} />, isDangerous: true, onSelect: () => remove(skill, onRemoved) }],
  ];
  return (
    <>
      <Switch label={t('skills.enabled', { name })} isOn={skill.isEnabled} onChange={setOn} />
      <Menu label={t('common.menu', { name })} groups={groups} />
    </>
  );
}

/** No question before it: it is kept, and the toast takes it back. */
function useRemoveSkill(): (skill: SkillView, onRemoved?: () => void) => void {
  const { t } = useTranslation();
  const { remove, restoreBackup } = useSkillCommands();
  const onError = useReportFailure();
  return (skill, onRemoved) => {
    const name = titleOf(skill);
    // The row is gone when these end, so they are awaited here and not in its callbacks.
    const undo = (id: string) => void restoreBackup.mutateAsync({ id, replace: false }).then(() => showDone(t('skills.restored', { name })), onError);
    void remove.mutateAsync(refOf(skill)).then(({ id }) => {
      onRemoved?.();
      showUndo(t('skills.removed', { name }), { label: t('common.undo'), onUndo: () => undo(id) });
    }, onError);
  };
}
