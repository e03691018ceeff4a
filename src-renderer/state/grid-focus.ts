/** Where the arrow keys lead in a grid of cells, some of which are missing. */

export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

const STEPS: Readonly<Record<string, readonly [row: number, column: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * @param hasCell Whether there is a cell; false for every place outside.
 * @param size Rows and columns of the grid.
 * @returns The same place when the key leads nowhere; null when it is none of ours.
 */
export function moveInGrid(
  from: CellPlace,
  key: string,
  hasCell: (place: CellPlace) => boolean,
  { rows, columns, isWhole }: { readonly rows: number; readonly columns: number; readonly isWhole: boolean },
): CellPlace | null {
  const step = STEPS[key];
  if (step !== undefined) {
    const next = { row: from.row + step[0], column: from.column + step[1] };
    return hasCell(next) ? next : from;
  }
  if (key !== 'Home' && key !== 'End') return null;
  const columnOrder = Array.from({ length: columns }, (_, column) => (key === 'Home' ? column : columns - 1 - column));
  const rowOrder = isWhole ? Array.from({ length: rows }, (_, row) => (key === 'Home' ? row : rows - 1 - row)) : [from.row];
  for (const row of rowOrder) for (const column of columnOrder) if (hasCell({ row, column })) return { row, column };
  return from;
}
