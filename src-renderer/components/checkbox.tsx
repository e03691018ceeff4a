/** A box to tick, with its label. */
import { Checkbox as Base } from '@base-ui/react/checkbox';
import { Check } from 'lucide-react';

export interface CheckboxProps {
  readonly label: string;
  /** What it names is beside it already. */
  readonly isLabelHidden?: boolean;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
}

export function Checkbox({ label, isLabelHidden = false, isChecked, onChange }: CheckboxProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: Base UI renders the control that this label names
    <label className="inline-flex items-center gap-2">
      <Base.Root
        checked={isChecked}
        onCheckedChange={onChange}
        className="flex size-4 items-center justify-center rounded border border-line-strong bg-surface data-checked:border-strong data-checked:bg-strong"
      >
        <Base.Indicator>
          <Check aria-hidden strokeWidth={3} className="size-3 text-on-strong" />
        </Base.Indicator>
      </Base.Root>
      {isLabelHidden ? <span className="sr-only">{label}</span> : label}
    </label>
  );
}
