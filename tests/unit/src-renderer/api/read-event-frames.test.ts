// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { type EventFrame, readEventFrames } from '../../../../src-renderer/api/read-event-frames.ts';

const stream = [
  'event: connected\ndata: {"a":1}\n\n\n',
  'data: {"text":"grüße 🎉"}\nid: me:1\n\n\n',
  'event: ping\ndata: \n\n\n',
  ': a comment\n\n',
  'data: two\ndata:lines\nid: \n\n',
].join('');

const frames: EventFrame[] = [
  { event: 'connected', data: '{"a":1}', id: '' },
  { event: 'message', data: '{"text":"grüße 🎉"}', id: 'me:1' },
  { event: 'ping', data: '', id: '' },
  { event: 'message', data: 'two\nlines', id: '' },
];

async function read(chunks: readonly Uint8Array[]): Promise<EventFrame[]> {
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  const found: EventFrame[] = [];
  for await (const frame of readEventFrames(body)) found.push(frame);
  return found;
}

describe('readEventFrames', () => {
  it('finds the same events wherever the stream is cut into two chunks', async () => {
    const bytes = new TextEncoder().encode(stream);
    for (let cut = 0; cut <= bytes.length; cut++) expect(await read([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(frames);
  });

  it('finds them byte by byte', async () => {
    expect(await read([...new TextEncoder().encode(stream)].map((byte) => Uint8Array.of(byte)))).toEqual(frames);
  });

  it('drops an event that the end of the stream cuts short', async () => {
    const bytes = new TextEncoder().encode(stream);
    expect(await read([bytes.subarray(0, bytes.length - 1)])).toEqual(frames.slice(0, -1));
  });

  it('cancels the stream when the reader leaves', async () => {
    let isCancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('data: x\n\n')),
      cancel: () => {
        isCancelled = true;
      },
    });
    for await (const frame of readEventFrames(body)) {
      expect(frame.data).toBe('x');
      break;
    }
    expect(isCancelled).toBe(true);
  });
});
