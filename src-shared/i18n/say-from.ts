/** Looks texts up in one language's table, for what speaks a fixed language: the command line and reports. */
import { fillGaps } from './fill-gaps.ts';

/** @returns Says the text at a dotted key, its gaps filled; null when there is none. */
export function sayFrom(table: object): (key: string, values?: Readonly<Record<string, string | number>>) => string | null {
  return (key, values = {}) => {
    const text = key.split('.').reduce<unknown>((found, part) => (isTable(found) ? found[part] : undefined), table);
    return typeof text === 'string' ? fillGaps(text, values) : null;
  };
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
