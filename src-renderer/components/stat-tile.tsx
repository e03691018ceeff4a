/** One headline number with its unit and what it means. */
import type { ReactNode } from 'react';

export interface StatTileProps {
  readonly label: string;
  readonly value: string;
  /** In full, where `value` is shortened. */
  readonly exact?: string;
  readonly detail?: ReactNode;
  readonly isBad?: boolean;
}

export function StatTile({ label, value, exact, detail, isBad = false }: StatTileProps) {
  return (
    <div className="rounded-lg border border-line bg-surface px-4 py-3">
      <dt className="text-muted">{label}</dt>
      <dd title={exact} className={`text-2xl font-semibold tabular-nums ${isBad ? 'text-bad' : ''}`}>
        {value}
      </dd>
      <dd className="min-h-5 text-[13px] text-muted tabular-nums">{detail}</dd>
    </div>
  );
}
