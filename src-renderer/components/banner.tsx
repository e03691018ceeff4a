/** A message above a page. */
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

const LOOKS = {
  info: { icon: Info, className: 'border-accent/30 bg-accent-soft text-accent' },
  warn: { icon: TriangleAlert, className: 'border-warn/30 bg-warn-soft text-warn' },
  bad: { icon: CircleAlert, className: 'border-bad/30 bg-bad-soft text-bad' },
} as const;

export interface BannerProps {
  readonly tone: keyof typeof LOOKS;
  readonly action?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Banner({ tone, action, className, children }: BannerProps) {
  const { icon: Icon, className: toneClass } = LOOKS[tone];
  return (
    <div
      role={tone === 'info' ? 'status' : 'alert'}
      className={classNames('flex items-start gap-2 rounded-md border px-3 py-2', toneClass, className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
      {action}
    </div>
  );
}
