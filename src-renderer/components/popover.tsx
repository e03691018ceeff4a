/** A small panel at a button, for what is too much for a menu. Escape and a click beside it close it. */
import { Popover as Base } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';

export interface PopoverProps {
  /** The button that opens it; it is given its behaviour. */
  readonly trigger: ReactElement;
  /** Name of the panel. */
  readonly label: string;
  readonly isOpen?: boolean;
  readonly onOpenChange?: (isOpen: boolean) => void;
  readonly align?: 'start' | 'end';
  readonly children: ReactNode;
}

export function Popover({ trigger, label, isOpen, onOpenChange, align = 'start', children }: PopoverProps) {
  return (
    <Base.Root {...(isOpen === undefined ? {} : { open: isOpen })} onOpenChange={(open) => onOpenChange?.(open)}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={4} className="z-50">
          <Base.Popup
            aria-label={label}
            data-backdrop="none"
            className="max-h-(--available-height) overflow-y-auto rounded-md border border-line bg-surface p-3 shadow-float outline-none"
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
