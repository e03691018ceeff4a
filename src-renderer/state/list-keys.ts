/** Which row of a list a key leads to. */
export interface ListPlace {
  /** Null: no row is marked. */
  readonly active: number | null;
  readonly count: number;
  readonly rowsInSight: number;
}

/** Null: the key means nothing to a list, or there is no row. */
export function nextRow(key: string, { active, count, rowsInSight }: ListPlace): number | null {
  if (count === 0) return null;
  const within = (row: number) => Math.min(count - 1, Math.max(0, row));
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return active === null ? 0 : within(active + 1);
    case 'ArrowUp':
    case 'k':
      return active === null ? 0 : within(active - 1);
    case 'PageDown':
      return within((active ?? 0) + rowsInSight);
    case 'PageUp':
      return within((active ?? 0) - rowsInSight);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
