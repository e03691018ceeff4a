/** A word on a tinted ground. The tone never speaks alone: the word says the same. */
import { cva } from 'class-variance-authority';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type Tone = 'neutral' | 'ok' | 'warn' | 'bad' | 'accent';

const look = cva('inline-flex items-center gap-1 rounded px-1.5 py-px text-[13px] font-medium whitespace-nowrap', {
  variants: {
    tone: {
      neutral: 'bg-sunken text-muted',
      ok: 'bg-ok-soft text-ok',
      warn: 'bg-warn-soft text-warn',
      bad: 'bg-bad-soft text-bad',
      accent: 'bg-accent-soft text-accent',
    },
  },
});

export interface BadgeProps {
  readonly tone?: Tone;
  readonly title?: string;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Badge({ tone = 'neutral', title, className, children }: BadgeProps) {
  return (
    <span title={title} className={classNames(look({ tone }), className)}>
      {children}
    </span>
  );
}
