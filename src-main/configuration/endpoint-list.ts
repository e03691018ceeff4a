/** How the priority list is ordered and named: dense positions from 1, names unique without regard to case. Pure. */
import type { StoredEndpoint } from './ports.ts';

/** Longest name that endpointInputSchema takes. */
const MAX_NAME_LENGTH = 60;

export function byPosition(a: StoredEndpoint, b: StoredEndpoint): number {
  return a.position - b.position || a.createdAtMs - b.createdAtMs || (a.id < b.id ? -1 : 1);
}

/** The same endpoints in order, with positions 1, 2, 3, .. */
export function inOrder(endpoints: readonly StoredEndpoint[]): readonly StoredEndpoint[] {
  return numbered([...endpoints].sort(byPosition));
}

/** @param position 1 is the top; anything outside the list means its nearer end. */
export function insertedAt(others: readonly StoredEndpoint[], one: StoredEndpoint, position: number): readonly StoredEndpoint[] {
  const list = [...others].sort(byPosition);
  const wanted = Number.isNaN(position) ? list.length + 1 : Math.trunc(Math.min(Math.max(position, 1), list.length + 1));
  list.splice(wanted - 1, 0, one);
  return numbered(list);
}

/** What makes two names the same: case and Unicode composition do not count. */
export function nameKey(name: string): string {
  return name.trim().normalize('NFC').toLowerCase();
}

/** `X copy`, `X copy 2`, ..; the copy of a copy counts on instead of growing. */
export function copyName(name: string, endpoints: readonly StoredEndpoint[]): string {
  const base = name.replace(/ copy( \d+)?$/, '');
  const taken = new Set(endpoints.map((endpoint) => nameKey(endpoint.name)));
  for (let number = 1; ; number += 1) {
    const ending = number === 1 ? ' copy' : ` copy ${number}`;
    const candidate = `${base.slice(0, MAX_NAME_LENGTH - ending.length).trimEnd()}${ending}`;
    if (!taken.has(nameKey(candidate))) return candidate;
  }
}

function numbered(list: readonly StoredEndpoint[]): readonly StoredEndpoint[] {
  return list.map((endpoint, index) => (endpoint.position === index + 1 ? endpoint : { ...endpoint, position: index + 1 }));
}
