/** A list of short texts, one per line: saved when it is left, taken back on Escape. Empty lines do not count. */
import { useEffect, useState } from 'react';
import { classNames } from '../components/class-names.ts';
import { INPUT } from '../components/field.tsx';

export interface LinesControlProps {
  readonly label: string;
  /** As stored; shown again when it changes elsewhere. */
  readonly value: readonly string[];
  readonly placeholder: string;
  readonly isInvalid: boolean;
  readonly describedBy: string;
  readonly onCommit: (lines: readonly string[]) => void;
  readonly onReset: () => void;
}

export function LinesControl({ label, value, placeholder, isInvalid, describedBy, onCommit, onReset }: LinesControlProps) {
  const stored = value.join('\n');
  const [text, setText] = useState(stored);
  useEffect(() => setText(stored), [stored]);
  const commit = () => {
    const lines = text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    if (lines.join('\n') !== stored) onCommit(lines);
    else onReset();
  };
  return (
    <textarea
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={isInvalid}
      placeholder={placeholder}
      spellCheck={false}
      rows={Math.min(8, Math.max(2, text.split('\n').length))}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        setText(stored);
        onReset();
      }}
      className={classNames(INPUT, 'h-auto w-72 py-1.5 font-mono text-[13px]')}
    />
  );
}
