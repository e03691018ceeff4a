import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { Upload } from '../../../../src-main/proxy/upload.ts';

it('hands the bytes on to their end, and tells the listener of each', async () => {
  const request = new PassThrough();
  const heard: Buffer[] = [];
  const upload = new Upload(request, (chunk) => heard.push(chunk));
  request.write('one ');
  request.end('two');
  expect((await buffer(upload.body)).toString()).toBe('one two');
  expect(Buffer.concat(heard).toString()).toBe('one two');
});

it('goes no faster than the endpoint reads', async () => {
  const request = new PassThrough();
  const upload = new Upload(request, null);
  const piece = Buffer.alloc(64 * 1_024);
  let pieces = 1;
  // Until nobody takes any more: the buffers are full.
  while (request.write(piece)) {
    pieces += 1;
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(pieces * piece.length).toBeLessThan(1_048_576);
  request.end();
  expect((await buffer(upload.body)).length).toBe(pieces * piece.length);
});

it.each([['destroyed', new Error('reset')] as const, ['left alone', null] as const])(
  'with its body %s, the rest of the request is read to its end once it is discarded, and nobody hears of it',
  async (_name, error) => {
    const request = new PassThrough();
    const heard: Buffer[] = [];
    const upload = new Upload(request, (chunk) => heard.push(chunk));
    request.write('begin');
    await once(upload.body, 'readable');
    if (error !== null) upload.body.destroy(error);
    upload.discard();
    const ended = once(request, 'end');
    request.end(Buffer.alloc(1_000_000));
    await ended;
    expect(Buffer.concat(heard).toString()).toBe('begin');
  },
);
