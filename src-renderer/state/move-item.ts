/** The list after one item moved, as the core will answer it. */

/** @param position 1 is the top; larger than the list means the end. */
export function moveItem<T extends { readonly id: string; readonly position: number }>(items: readonly T[], id: string, position: number): T[] {
  const moved = items.find((item) => item.id === id);
  if (moved === undefined) return [...items];
  const others = items.filter((item) => item.id !== id);
  const index = Math.min(Math.max(position, 1), items.length) - 1;
  return [...others.slice(0, index), moved, ...others.slice(index)].map((item, at) => ({ ...item, position: at + 1 }));
}
