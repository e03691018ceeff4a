/** An input that saves when it is left or Enter is pressed, and takes the old value back on Escape. */
import { useEffect, useRef, useState } from 'react';
import { classNames } from '../components/class-names.ts';
import { INPUT } from '../components/field.tsx';

export interface TextControlProps {
  readonly label: string;
  /** As stored; shown again when it changes elsewhere. */
  readonly value: string;
  readonly unit?: string | undefined;
  readonly placeholder?: string;
  readonly isNumeric?: boolean;
  readonly isInvalid: boolean;
  readonly describedBy: string;
  readonly onCommit: (text: string) => void;
  readonly onReset: () => void;
}

export function TextControl({ label, value, unit, placeholder, isNumeric = false, isInvalid, describedBy, onCommit, onReset }: TextControlProps) {
  const [text, setText] = useState(value);
  const isReset = useRef(false);
  useEffect(() => setText(value), [value]);
  const commit = () => {
    if (isReset.current) isReset.current = false;
    else if (text !== value) onCommit(text);
  };
  const reset = (input: HTMLInputElement) => {
    setText(value);
    onReset();
    isReset.current = true;
    input.blur();
  };
  return (
    <span className="flex items-center gap-2">
      <input
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={isInvalid}
        inputMode={isNumeric ? 'decimal' : 'text'}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          if (event.key === 'Escape') reset(event.currentTarget);
        }}
        className={classNames(INPUT, isNumeric ? 'w-24 text-right tabular-nums' : 'w-72 font-mono text-[13px]')}
      />
      {unit !== undefined && <span className="w-14 text-muted">{unit}</span>}
    </span>
  );
}
