/** The further actions of a thing. */
import { Menu as Base } from '@base-ui/react/menu';
import { MoreHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface MenuAction {
  readonly label: string;
  readonly icon: ReactNode;
  readonly isDisabled?: boolean;
  readonly isDangerous?: boolean;
  readonly onSelect: () => void;
}

export interface MenuProps {
  readonly label: string;
  /** Groups, drawn with a line between them. */
  readonly groups: readonly (readonly MenuAction[])[];
}

export function Menu({ label, groups }: MenuProps) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger
        aria-label={label}
        className="inline-flex size-8 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text data-popup-open:bg-hover"
      >
        <MoreHorizontal aria-hidden className="size-4" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner align="end" sideOffset={4} className="z-50 outline-none">
          <Base.Popup className="max-h-(--available-height) min-w-44 overflow-y-auto rounded-md border border-line bg-surface p-1 shadow-float outline-none">
            {groups.map((actions, index) => (
              <Base.Group key={actions[0]?.label ?? 'empty'} className={classNames(index > 0 && 'mt-1 border-t border-line pt-1')}>
                {actions.map((action) => (
                  <Base.Item
                    key={action.label}
                    disabled={action.isDisabled === true}
                    onClick={action.onSelect}
                    className={classNames(
                      'flex items-center gap-2 rounded px-2 py-1 outline-none select-none data-disabled:opacity-45 data-highlighted:bg-hover',
                      action.isDangerous && 'text-bad',
                    )}
                  >
                    {action.icon}
                    {action.label}
                  </Base.Item>
                ))}
              </Base.Group>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
