import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { ReadAlong } from '../../../../src-main/proxy/read-along.ts';
import type { StreamMark } from '../../../../src-main/proxy/usage-tap.ts';
import { streamEvents } from '../../../support/fake-endpoint.ts';

function reading(encoding: string | undefined) {
  const marks: StreamMark[] = [];
  let givenUp = 0;
  const reader = new ReadAlong({
    isEventStream: true,
    encoding,
    onMark: (mark) => marks.push(mark),
    onGivenUp: () => {
      givenUp += 1;
    },
  });
  return { reader, marks, givenUp: () => givenUp };
}

const STREAM = Buffer.from(streamEvents('hello').join(''));

it('reads plain bytes at once and ends at once', () => {
  const { reader, marks } = reading(undefined);
  reader.push(STREAM);
  expect(marks).toContain('content');
  let isDone = false;
  reader.end(() => {
    isDone = true;
  });
  expect(isDone).toBe(true);
  expect(reader).toMatchObject({ hasStop: true, isBlind: false, isDecoding: false, outputTokens: 7 });
});

it('reads compressed bytes to their end', async () => {
  const { reader } = reading('gzip');
  reader.push(gzipSync(STREAM));
  await new Promise<void>((resolve) => reader.end(resolve));
  expect(reader).toMatchObject({ hasStop: true, isDecoding: true });
  expect(reader.usage(0)).toMatchObject({ inputTokens: 11, outputTokens: 7, source: 'reported' });
});

it('says that it is blind when bytes cannot be decoded or an event is too large', async () => {
  const damaged = reading('br');
  damaged.reader.push(Buffer.from('not brotli at all'));
  await new Promise<void>((resolve) => damaged.reader.end(resolve));
  expect(damaged.reader.isBlind).toBe(true);
  expect(damaged.givenUp()).toBe(1);

  const large = reading(undefined);
  large.reader.push(Buffer.alloc(17 * 1_048_576, 'x'));
  expect(large.reader.isBlind).toBe(true);
});
