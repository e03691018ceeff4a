/** The state of a check as an icon in the colour of its word. The word stands beside it, or is said to those who do not see. */
import { CircleCheck, CircleDashed, CircleMinus, CircleX, LoaderCircle, TriangleAlert } from 'lucide-react';
import type { DoctorState } from '../../../src-shared/schemas/doctor.ts';
import type { Tone } from '../../components/badge.tsx';
import { classNames } from '../../components/class-names.ts';

const LOOKS = {
  ok: { icon: CircleCheck, className: 'text-ok' },
  warning: { icon: TriangleAlert, className: 'text-warn' },
  failed: { icon: CircleX, className: 'text-bad' },
  skipped: { icon: CircleMinus, className: 'text-muted' },
  waiting: { icon: CircleDashed, className: 'text-muted' },
  running: { icon: LoaderCircle, className: 'animate-spin text-accent' },
} as const;

export const STATE_TONES: Readonly<Record<DoctorState, Tone>> = {
  ok: 'ok',
  warning: 'warn',
  failed: 'bad',
  skipped: 'neutral',
  waiting: 'neutral',
  running: 'accent',
};

export function StateMark({ state, className }: { readonly state: DoctorState; readonly className?: string }) {
  const { icon: Icon, className: tone } = LOOKS[state];
  return <Icon aria-hidden className={classNames('size-4 shrink-0', tone, className)} />;
}
