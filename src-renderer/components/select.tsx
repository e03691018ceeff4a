/** One of a few choices. The label is outside or given as `label`. */
import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import { classNames } from './class-names.ts';

export interface SelectOption<T extends string> {
  readonly value: T;
  readonly label: string;
}

export interface SelectProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly SelectOption<T>[];
  readonly id?: string;
  readonly className?: string;
  readonly isDisabled?: boolean;
  readonly describedBy?: string | undefined;
  readonly onChange: (value: T) => void;
}

export function Select<T extends string>({ label, value, options, id, className, isDisabled = false, describedBy, onChange }: SelectProps<T>) {
  return (
    <Base.Root<T> items={[...options]} value={value} disabled={isDisabled} modal={false} onValueChange={(next) => next !== null && onChange(next)}>
      <Base.Trigger
        id={id}
        aria-label={label}
        title={options.find((option) => option.value === value)?.label}
        aria-describedby={describedBy}
        className={classNames(
          'flex h-8 min-w-28 items-center justify-between gap-2 rounded-md border border-line-strong bg-surface pr-2 pl-3 text-left hover:bg-hover data-disabled:opacity-50',
          className,
        )}
      >
        <Base.Value className="truncate" />
        <Base.Icon>
          <ChevronDown aria-hidden className="size-4 text-muted" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50 outline-none">
          <Base.Popup className="max-h-80 min-w-(--anchor-width) overflow-y-auto rounded-md border border-line bg-surface p-1 shadow-float outline-none">
            {options.map((option) => (
              <Base.Item
                key={option.value}
                value={option.value}
                className="flex cursor-default items-center gap-2 rounded px-2 py-1 outline-none select-none data-highlighted:bg-hover"
              >
                <span className="flex size-4 items-center">
                  <Base.ItemIndicator>
                    <Check aria-hidden className="size-4" />
                  </Base.ItemIndicator>
                </span>
                <Base.ItemText>{option.label}</Base.ItemText>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
