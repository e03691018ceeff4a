/** One headline number with its unit, what it means, and how it stands to the one before. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';

export interface StatTileProps {
  readonly label: string;
  readonly value: string;
  /** In full, where `value` is shortened or needs an explanation. */
  readonly exact?: string;
  readonly detail?: ReactNode;
  readonly change?: ReactNode;
  readonly isBad?: boolean;
  /** Where the number comes from. */
  readonly href?: string;
}

export function StatTile({ label, value, exact, detail, change, isBad = false, href }: StatTileProps) {
  return (
    <div className="relative min-w-0 rounded-lg border border-line bg-surface px-3 py-2.5 has-[a:hover]:bg-hover">
      <dt title={label} className="truncate text-muted">
        {label}
      </dt>
      <dd title={exact} className={`truncate text-xl font-semibold tabular-nums ${isBad ? 'text-bad' : ''}`}>
        {href === undefined ? (
          value
        ) : (
          <Link to={href} className="after:absolute after:inset-0 after:rounded-lg">
            {value}
          </Link>
        )}
      </dd>
      <dd title={typeof detail === 'string' ? detail : undefined} className="min-h-5 truncate text-[13px] text-muted tabular-nums">
        {detail}
      </dd>
      <dd className="min-h-5 truncate text-[13px] tabular-nums">{change}</dd>
    </div>
  );
}
