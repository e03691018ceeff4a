/** How events become the bytes of an event stream. */

const LINE_END = /\r\n|\r|\n/;

/** @param data A string with line breaks becomes several `data` lines. */
export function writeSseEvent(name: string | null, data: string): Buffer {
  const head = name === null ? '' : `event: ${name}\n`;
  const lines = LINE_END.test(data)
    ? data
        .split(LINE_END)
        .map((line) => `data: ${line}\n`)
        .join('')
    : `data: ${data}\n`;
  return Buffer.from(`${head}${lines}\n`);
}
