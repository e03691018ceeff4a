/** What a page shows when it has nothing to show: what belongs here, and the next step. */
import type { ReactNode } from 'react';

export interface EmptyStateProps {
  readonly title: string;
  readonly text: string;
  readonly icon?: ReactNode;
  readonly children?: ReactNode;
}

export function EmptyState({ title, text, icon, children }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-12 text-center">
      {icon !== undefined && <div className="mb-1 rounded-full bg-sunken p-3 text-muted">{icon}</div>}
      <p className="text-base font-semibold">{title}</p>
      <p className="max-w-md text-muted">{text}</p>
      {children !== undefined && <div className="mt-3 flex flex-wrap justify-center gap-2">{children}</div>}
    </div>
  );
}
