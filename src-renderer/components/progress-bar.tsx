/** How far something is. Without a share it only says that something goes on. */
import { classNames } from './class-names.ts';

export interface ProgressBarProps {
  readonly label: string;
  /** 0 to 1; null: nobody knows how much there is. */
  readonly share: number | null;
}

export function ProgressBar({ label, share }: ProgressBarProps) {
  const percent = share === null ? null : Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === null ? {} : { 'aria-valuenow': percent })}
      className="h-2 w-full overflow-hidden rounded-full bg-sunken"
    >
      <div className={classNames('h-full rounded-full bg-accent', percent === null && 'animate-pulse')} style={{ width: `${percent ?? 100}%` }} />
    </div>
  );
}
