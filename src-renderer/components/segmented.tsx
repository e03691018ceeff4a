/** Two or three choices side by side. */
import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';

export interface SegmentedProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
}

export function Segmented<T extends string>({ label, value, options, onChange }: SegmentedProps<T>) {
  const choose = (values: readonly string[]) => {
    const chosen = options.find((option) => option.value === values[0]);
    // Pressing the chosen one again would leave none.
    if (chosen !== undefined) onChange(chosen.value);
  };
  return (
    <ToggleGroup aria-label={label} value={[value]} onValueChange={choose} className="inline-flex rounded-md bg-sunken p-0.5">
      {options.map((option) => (
        <Toggle
          key={option.value}
          value={option.value}
          className="rounded px-2 py-0.5 text-[13px] text-muted data-pressed:bg-surface data-pressed:text-text data-pressed:shadow-sm"
        >
          {option.label}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
