/** A labelled input with its hint and its error, tied together for screen readers. */
import { type ComponentProps, type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';
import { useCoreWords } from './use-core-words.ts';

export const INPUT =
  'h-8 w-full rounded-md border border-line-strong bg-surface px-3 aria-invalid:border-bad disabled:opacity-50 placeholder:text-muted';

export interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  /** As a schema or the core says it, in English, or in the words of the page. */
  readonly error?: string | undefined;
  /** Receives the ids that tie the control to label, hint and error. */
  readonly children: (ids: { readonly id: string; readonly describedBy: string; readonly isInvalid: boolean }) => ReactNode;
}

export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const words = useCoreWords();
  const isInvalid = error !== undefined;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children({ id, describedBy: `${id}-hint ${id}-error`, isInvalid })}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-[13px] text-muted">
          {hint}
        </p>
      )}
      <p id={`${id}-error`} aria-live="polite" className="text-[13px] text-bad empty:hidden">
        {error === undefined ? undefined : words.sentence(error)}
      </p>
    </div>
  );
}

export interface TextFieldProps extends ComponentProps<'input'> {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  /** Beside the input, for example a button that reveals it. */
  readonly aside?: ReactNode;
}

export function TextField({ label, hint, error, aside, className, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {({ id, describedBy, isInvalid }) => (
        <div className="flex gap-1">
          <input
            id={id}
            aria-describedby={describedBy}
            aria-invalid={isInvalid}
            autoComplete="off"
            spellCheck={false}
            className={classNames(INPUT, className)}
            {...input}
          />
          {aside}
        </div>
      )}
    </Field>
  );
}
