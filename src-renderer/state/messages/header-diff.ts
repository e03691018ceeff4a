/** What became of headers on their way through the proxy. */
import type { AuditHeaders } from '../../../src-shared/schemas/audit.ts';

export interface HeaderChange {
  /** As it was written where it is newest. */
  readonly name: string;
  /** `hidden`: what was taken out before it was stored may have been the same or another one. */
  readonly kind: 'same' | 'added' | 'removed' | 'changed' | 'hidden';
  /** The values, repeated ones in their order; empty when the header is not there. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Stands in the place of what was taken out. */
const TAKEN_OUT = '[redacted]';

interface Named {
  readonly name: string;
  readonly values: string[];
}

/** Names are compared in any case. In the order of `before`, then what was added. */
export function diffHeaders(before: AuditHeaders, after: AuditHeaders): readonly HeaderChange[] {
  const old = byName(before);
  const fresh = byName(after);
  return [...new Set([...old.keys(), ...fresh.keys()])].map((key) => {
    const was = old.get(key);
    const is = fresh.get(key);
    const values = { before: was?.values ?? [], after: is?.values ?? [] };
    return { name: is?.name ?? was?.name ?? key, kind: kindOf(was, is), ...values };
  });
}

function kindOf(was: Named | undefined, is: Named | undefined): HeaderChange['kind'] {
  if (was === undefined) return 'added';
  if (is === undefined) return 'removed';
  if (was.values.includes(TAKEN_OUT) && is.values.includes(TAKEN_OUT)) return 'hidden';
  return was.values.length === is.values.length && was.values.every((value, index) => value === is.values[index]) ? 'same' : 'changed';
}

function byName(headers: AuditHeaders): ReadonlyMap<string, Named> {
  const named = new Map<string, Named>();
  for (const [name, value] of headers) {
    const known = named.get(name.toLowerCase());
    if (known === undefined) named.set(name.toLowerCase(), { name, values: [value] });
    else known.values.push(value);
  }
  return named;
}
