/** What stands in the gaps of the sentences about MCP servers and skills: sizes and numbers in the reader's language, a file with its line. */
import type { Formatters } from './i18n/formatters.ts';

type Values = Readonly<Record<string, string>>;

/** @param values  As the core has them: a size in bytes, a number and a line are digits; all else is shown as it is. */
export function problemValues(values: Values, format: Pick<Formatters, 'bytes' | 'count'>): Values {
  const shown = Object.entries(values).map(([name, value]) => [name, amount(name, value, format)]);
  const { file, line = '' } = values;
  return Object.fromEntries(file === undefined || line === '' ? shown : [...shown, ['file', `${file}:${line}`]]);
}

function amount(name: string, value: string, format: Pick<Formatters, 'bytes' | 'count'>): string {
  const number = Number(value);
  if (value === '' || Number.isNaN(number)) return value;
  if (name.endsWith('Bytes')) return format.bytes(number);
  return name === 'limit' ? format.count(number) : value;
}
