/** A filter that is typed. The list is asked for when the typing pauses. */
import { Search } from 'lucide-react';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { classNames } from '../../components/class-names.ts';
import { INPUT } from '../../components/field.tsx';

export interface TextFilterProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly className?: string;
  readonly isMain?: boolean;
  readonly input?: RefObject<HTMLInputElement | null>;
}

/** While someone types, the list is not asked for at every letter. */
const TYPING_PAUSE_MS = 250;

export function TextFilter({ label, hint, value, onChange, className, isMain = false, input }: TextFilterProps) {
  const [text, setText] = useState(value);
  const latest = useRef(onChange);
  latest.current = onChange;
  // What comes back of what was typed here must not take away the space after it, or letters that were typed since.
  const told = useRef(value);
  const tell = useCallback((typed: string) => {
    told.current = typed.trim();
    latest.current(told.current);
  }, []);
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => tell(text), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, value, tell]);
  return (
    <div className="relative">
      {isMain && <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted" />}
      <input
        ref={input}
        type="search"
        data-shortcut={isMain ? 'filter' : undefined}
        aria-label={label}
        title={hint}
        placeholder={label}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
          if (event.key === 'Enter') tell(text);
        }}
        className={classNames(INPUT, 'text-ellipsis', isMain && 'pl-8', className)}
      />
    </div>
  );
}
