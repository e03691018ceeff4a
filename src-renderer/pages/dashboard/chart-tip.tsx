/** What a bar of a chart is made of, shown beside it: each part with its colour, its name, and how much of what it is. */
export interface ChartTipPart {
  readonly name: string;
  readonly colour: string;
  readonly value: number;
}

export interface ChartTipProps {
  readonly title: string;
  readonly parts: readonly ChartTipPart[];
  /** With its unit. */
  readonly write: (value: number) => string;
}

export function ChartTip({ title, parts, write }: ChartTipProps) {
  return (
    <div className="rounded-md border border-line-strong bg-surface px-2.5 py-1.5 text-[13px] shadow-lg">
      <p className="font-medium">{title}</p>
      <ul>
        {parts.map(({ name, colour, value }) => (
          <li key={name} className="flex items-center gap-1.5">
            <span aria-hidden className="size-2.5 shrink-0 rounded-[3px]" style={{ background: colour }} />
            <span className="mr-4">{name}</span>
            <span className="ml-auto whitespace-nowrap tabular-nums">{write(value)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
