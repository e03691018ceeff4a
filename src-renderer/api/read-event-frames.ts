/** Splits the bytes of a server-sent event stream into its events, whatever the chunks look like. */

export interface EventFrame {
  /** `message` when the stream names none. */
  readonly event: string;
  readonly data: string;
  /** Empty when the event carries none. */
  readonly id: string;
}

/** Leaving the loop cancels the stream. An event that the end of the stream cuts short is dropped. */
export async function* readEventFrames(body: ReadableStream<Uint8Array>): AsyncGenerator<EventFrame, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let fields = new Map<string, string>();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line !== '') {
          addField(fields, line);
          continue;
        }
        const frame = { event: fields.get('event') ?? 'message', data: fields.get('data') ?? '', id: fields.get('id') ?? '' };
        const isEmpty = fields.size === 0;
        fields = new Map();
        if (!isEmpty) yield frame;
      }
    }
  } finally {
    // The reader left early, or the stream broke; then there is nothing to cancel.
    await reader.cancel().catch(() => undefined);
  }
}

function addField(fields: Map<string, string>, line: string): void {
  const colon = line.indexOf(':');
  if (colon <= 0) return;
  const name = line.slice(0, colon);
  const value = line.slice(colon + 1).replace(/^ /, '');
  fields.set(name, name === 'data' && fields.has('data') ? `${fields.get('data')}\n${value}` : value);
}
