/** One of a few choices behind an icon. What is chosen is ticked; the tooltip says it too. */
import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Tooltip } from './tooltip.tsx';

export interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
  /** BCP 47 tag, where the label is in another language than the page. */
  readonly lang?: string;
}

export interface ChoiceMenuProps<T extends string> {
  /** Name of the button, with what is chosen. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly value: T;
  readonly choices: readonly Choice<T>[];
  readonly onChoose: (value: T) => void;
}

export function ChoiceMenu<T extends string>({ label, icon, value, choices, onChoose }: ChoiceMenuProps<T>) {
  return (
    <Base.Root modal={false}>
      <Tooltip text={label}>
        <Base.Trigger
          aria-label={label}
          className="inline-flex size-8 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text data-popup-open:bg-hover"
        >
          {icon}
        </Base.Trigger>
      </Tooltip>
      <Base.Portal>
        <Base.Positioner align="end" sideOffset={4} className="z-50 outline-none">
          <Base.Popup className="min-w-44 rounded-md border border-line bg-surface p-1 shadow-float outline-none">
            <Base.RadioGroup value={value} onValueChange={(next: T) => onChoose(next)}>
              {choices.map((choice) => (
                <Base.RadioItem
                  key={choice.value}
                  value={choice.value}
                  lang={choice.lang}
                  closeOnClick
                  className="flex items-center gap-2 rounded px-2 py-1 outline-none select-none data-highlighted:bg-hover"
                >
                  <span className="flex size-4 items-center">
                    <Base.RadioItemIndicator>
                      <Check aria-hidden className="size-4" />
                    </Base.RadioItemIndicator>
                  </span>
                  {choice.label}
                </Base.RadioItem>
              ))}
            </Base.RadioGroup>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
