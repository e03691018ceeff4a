/** Grey bars where data will be. */
export interface SkeletonProps {
  readonly rows: number;
  /** Tailwind height of one row, for example `h-20`. */
  readonly rowHeight: string;
}

export function Skeleton({ rows, rowHeight }: SkeletonProps) {
  return (
    <div className="flex flex-col gap-2" aria-hidden>
      {Array.from({ length: rows }, (_, index) => `row ${index}`).map((key) => (
        <div key={key} className={`${rowHeight} animate-pulse rounded-md bg-sunken`} />
      ))}
    </div>
  );
}
