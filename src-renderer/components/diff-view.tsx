/** A unified diff. Signs and colours say the same. */

export interface DiffViewProps {
  readonly label: string;
  /** Unified diff text. */
  readonly diff: string;
}

export function DiffView({ label, diff }: DiffViewProps) {
  const lines = diff.replace(/\n$/, '').split('\n');
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls sideways, which needs the focus to be done from the keyboard
      tabIndex={0}
      className="overflow-x-auto rounded-md border border-line bg-sunken py-2 font-mono text-[13px] whitespace-pre"
    >
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text have no other identity and never move
        <div key={index} className={`min-w-max px-3 ${colourOf(line)}`}>
          {line === '' ? ' ' : line}
        </div>
      ))}
    </section>
  );
}

function colourOf(line: string): string {
  if (line.startsWith('+++') || line.startsWith('---') || line.startsWith('@@')) return 'text-muted';
  if (line.startsWith('+')) return 'bg-ok-soft text-ok';
  if (line.startsWith('-')) return 'bg-bad-soft text-bad';
  return '';
}
