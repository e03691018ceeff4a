/** One failover rule: what it is about in words, whether it is on, and what can be done to it. */
import { ArrowDown, ArrowUp, Copy, Pencil, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { describeAction, describeMatch, describeRest } from '../../../src-shared/describe-rule.ts';
import type { RuleView } from '../../../src-shared/schemas/failover-rule.ts';
import { Badge } from '../../components/badge.tsx';
import { classNames } from '../../components/class-names.ts';
import { Menu, type MenuAction } from '../../components/menu.tsx';
import { Switch } from '../../components/switch.tsx';
import { showDone, showUndo } from '../../components/toasts.ts';
import { useCoreWords } from '../../components/use-core-words.ts';
import { useRuleWords } from '../../components/use-rule-words.ts';
import { useRuleCommands } from '../../state/commands/use-rule-commands.ts';
import { useReportFailure } from '../use-failures.ts';

/** Where a rule of the user's stands among the others. */
interface Place {
  readonly position: number;
  readonly count: number;
  readonly onMove: (position: number) => void;
}

export interface RuleRowProps {
  readonly view: RuleView;
  /** Absent: built in. */
  readonly place?: Place;
  readonly grip?: ReactNode;
  /** Opens the form: to edit an own rule, to copy a built-in one. */
  readonly onOpen: () => void;
}

const ICON = 'size-4';

export function RuleRow({ view, place, grip, onOpen }: RuleRowProps) {
  const { t } = useTranslation();
  const words = useRuleWords();
  const { setEnabled } = useRuleCommands();
  const onError = useReportFailure();
  const groups = useRuleMenu(view, place, onOpen);
  const { rule, isEnabled, isFixed } = view;
  const title = useCoreWords().ruleTitle(rule.id, rule.title);
  const facts = [
    [t('rules.when'), describeMatch(rule.match, words)],
    [t('rules.what'), describeAction(rule, words)],
    [t('rules.rest'), describeRest(rule, words)],
  ] as const;
  return (
    <article aria-label={title} className={classNames('px-4 py-2.5', grip !== undefined && 'pl-2')}>
      <div className="flex items-center gap-2">
        {grip}
        <h3 className={classNames('min-w-0 flex-1 font-medium wrap-anywhere', !isEnabled && 'text-muted line-through')} title={rule.id}>
          {title}
        </h3>
        {isFixed ? (
          <Badge title={t('rules.fixedHint')}>{t('rules.fixed')}</Badge>
        ) : (
          <>
            <Switch
              label={t('rules.enabled', { name: title })}
              isOn={isEnabled}
              onChange={(isOn) => setEnabled.mutate({ id: rule.id, isEnabled: isOn }, { onError })}
            />
            <Menu label={t('common.menu', { name: title })} groups={groups} />
          </>
        )}
      </div>
      {!isFixed && (
        <dl
          className={classNames('grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 text-[13px]', grip !== undefined && 'pl-8', !isEnabled && 'opacity-60')}
        >
          {facts.map(([name, text]) => (
            <div key={name} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd className="break-words">{text}</dd>
            </div>
          ))}
        </dl>
      )}
    </article>
  );
}

function useRuleMenu({ rule, isEnabled }: RuleView, place: Place | undefined, onOpen: () => void): readonly (readonly MenuAction[])[] {
  const { t } = useTranslation();
  const commands = useRuleCommands();
  const onError = useReportFailure();
  if (place === undefined) return [[{ label: t('rules.menu.copy'), icon: <Copy aria-hidden className={ICON} />, onSelect: onOpen }]];
  const { position, count, onMove } = place;
  const name = rule.title;
  // The row is gone when these end, so they are awaited here and not in its callbacks.
  const undo = () => void commands.add.mutateAsync({ rule, position, isEnabled }).then(() => showDone(t('rules.undone', { name })), onError);
  const remove = () =>
    void commands.remove
      .mutateAsync({ id: rule.id })
      .then(() => showUndo(t('rules.deleted', { name }), { label: t('common.undo'), onUndo: undo }), onError);
  return [
    [{ label: t('rules.menu.edit'), icon: <Pencil aria-hidden className={ICON} />, onSelect: onOpen }],
    [
      { label: t('rules.menu.up'), icon: <ArrowUp aria-hidden className={ICON} />, isDisabled: position === 1, onSelect: () => onMove(position - 1) },
      {
        label: t('rules.menu.down'),
        icon: <ArrowDown aria-hidden className={ICON} />,
        isDisabled: position >= count,
        onSelect: () => onMove(position + 1),
      },
    ],
    [{ label: t('rules.menu.delete'), icon: <Trash2 aria-hidden className={ICON} />, isDangerous: true, onSelect: remove }],
  ];
}
