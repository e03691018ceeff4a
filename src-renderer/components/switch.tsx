/** On or off, at once. */
import { Switch as Base } from '@base-ui/react/switch';

export interface SwitchProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly isDisabled?: boolean;
  readonly describedBy?: string | undefined;
  readonly onChange: (isOn: boolean) => void;
}

export function Switch({ label, isOn, isDisabled = false, describedBy, onChange }: SwitchProps) {
  return (
    <Base.Root
      aria-label={label}
      aria-describedby={describedBy}
      checked={isOn}
      disabled={isDisabled}
      onCheckedChange={onChange}
      className="flex h-5 w-9 shrink-0 items-center rounded-full bg-line-strong p-0.5 transition-colors data-checked:bg-ok data-disabled:cursor-not-allowed data-disabled:opacity-50"
    >
      <Base.Thumb className="size-4 rounded-full bg-white shadow transition-transform data-checked:translate-x-4" />
    </Base.Root>
  );
}
