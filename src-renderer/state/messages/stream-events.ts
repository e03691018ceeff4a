/** Splits the text of an event stream into its events, for reading. */

export interface StreamEvent {
  /** From 1. */
  readonly number: number;
  /** The `event` field, else the `type` of the data, else `message`. */
  readonly name: string;
  /** The `data` lines, joined with LF. */
  readonly data: string;
  /** The text ended before the event did. */
  readonly isCut: boolean;
}

const TYPE = /^\s*\{\s*"type"\s*:\s*"([^"\\]+)"/;

/** Comments are left out; they only keep connections open. */
export function readStreamEvents(text: string): readonly StreamEvent[] {
  const events: StreamEvent[] = [];
  let name: string | null = null;
  let data: string[] = [];
  const finish = (isCut: boolean) => {
    if (name !== null || data.length > 0) {
      const joined = data.join('\n');
      events.push({ number: events.length + 1, name: name ?? TYPE.exec(joined)?.[1] ?? 'message', data: joined, isCut });
    }
    name = null;
    data = [];
  };
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)) {
    if (line === '') finish(false);
    else if (line.startsWith('data')) data.push(...fieldValue(line, 'data'));
    else if (line.startsWith('event')) name = fieldValue(line, 'event')[0] ?? name;
  }
  finish(true);
  return events;
}

/** The value of the line in a list; none when the line is of another field. */
function fieldValue(line: string, field: string): string[] {
  if (line === field) return [''];
  if (line[field.length] !== ':') return [];
  return [line.slice(field.length + 1).replace(/^ /, '')];
}
