/** A field for one file: dropped on it, or chosen. Files dropped beside it do not replace the page, as browsers would have it. */
import { FileUp } from 'lucide-react';
import { type DragEvent, useEffect, useState } from 'react';
import { classNames } from './class-names.ts';

export interface FileDropProps {
  /** What to do, as the name of the field. */
  readonly label: string;
  readonly hint: string;
  /** As the `accept` of a file field. */
  readonly accept: string;
  readonly isDisabled?: boolean;
  readonly onFile: (file: File) => void;
}

export function FileDrop({ label, hint, accept, isDisabled = false, onFile }: FileDropProps) {
  const [isOver, setIsOver] = useState(false);
  useStayOnPage();
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    const file = event.dataTransfer.files[0];
    if (file !== undefined && !isDisabled) onFile(file);
  };
  return (
    <label
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
      className={classNames(
        'flex cursor-pointer flex-col items-center gap-1 rounded-md border border-dashed border-line-strong px-4 py-5 text-center hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
        isOver && 'border-accent bg-accent-soft',
        isDisabled && 'cursor-not-allowed opacity-50',
      )}
    >
      <FileUp aria-hidden className="size-5 text-muted" />
      <span className="font-medium">{label}</span>
      <span className="text-[13px] text-muted">{hint}</span>
      <input
        type="file"
        accept={accept}
        disabled={isDisabled}
        className="sr-only"
        onChange={({ target }) => {
          const file = target.files?.[0];
          // Else choosing the same file once more would be no change.
          target.value = '';
          if (file !== undefined) onFile(file);
        }}
      />
    </label>
  );
}

function useStayOnPage(): void {
  useEffect(() => {
    const stay = (event: globalThis.DragEvent) => event.preventDefault();
    window.addEventListener('dragover', stay);
    window.addEventListener('drop', stay);
    return () => {
      window.removeEventListener('dragover', stay);
      window.removeEventListener('drop', stay);
    };
  }, []);
}
