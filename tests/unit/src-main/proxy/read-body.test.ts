import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { HeldBytes } from '../../../../src-main/proxy/held-bytes.ts';
import { readBody } from '../../../../src-main/proxy/read-body.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

function reading(limits: { maxBytes?: number; maxHeldBytes?: number } = {}, headers: Record<string, string> = {}) {
  const clock = new FakeClock();
  const held = new HeldBytes({ limitBytes: limits.maxHeldBytes ?? 1_000, clock });
  const request = new IncomingMessage(new Socket());
  Object.assign(request.headers, headers);
  const result = readBody(request, { maxBytes: limits.maxBytes ?? 100, held, roomWaitMs: 10_000 });
  return { clock, held, request, result };
}

describe('readBody', () => {
  it('joins the pieces and leaves their bytes counted', async () => {
    const { held, request, result } = reading();
    request.push('hel');
    request.push('lo');
    request.push(null);
    expect(await result).toEqual({ kind: 'read', body: Buffer.from('hello') });
    expect(held.bytes).toBe(5);
  });

  it('frees the pieces of a large body once they are joined, and leaves memory that others share', async () => {
    const own = Buffer.from(new ArrayBuffer(60_000)).fill('a');
    const shared = Buffer.from(new ArrayBuffer(60_000), 0, 40_000).fill('b');
    const { request, result } = reading({ maxBytes: 200_000, maxHeldBytes: 200_000 }, { 'content-length': '100000' });
    request.push(own);
    request.push(shared);
    request.push(null);
    expect(await result).toEqual({ kind: 'read', body: Buffer.from('a'.repeat(60_000) + 'b'.repeat(40_000)) });
    expect([own.length, shared.length]).toEqual([0, 40_000]);
  });

  it('reads an empty body', async () => {
    const { request, result } = reading();
    request.push(null);
    expect(await result).toEqual({ kind: 'read', body: Buffer.alloc(0) });
  });

  it('refuses by the declared length without reading, and by the real one', async () => {
    expect(await reading({}, { 'content-length': '101' }).result).toEqual({ kind: 'too-large', pieces: [] });
    const { held, request, result } = reading();
    request.push(Buffer.alloc(101));
    expect(await result).toEqual({ kind: 'too-large', pieces: [Buffer.alloc(101)] });
    expect(held.bytes).toBe(0);
  });

  it('gives its bytes back when the client leaves, and says what came', async () => {
    const { held, request, result } = reading();
    request.push('hel');
    request.destroy();
    expect(await result).toEqual({ kind: 'left', pieces: [Buffer.from('hel')] });
    expect(held.bytes).toBe(0);
    const large = reading({ maxBytes: 200_000, maxHeldBytes: 200_000 }, { 'content-length': '100000' });
    large.request.push('lo');
    large.request.destroy();
    expect(await large.result).toEqual({ kind: 'left', pieces: [Buffer.from('lo')] });
  });

  it('gives up when no room comes free', async () => {
    const { clock, held, request, result } = reading({ maxHeldBytes: 10 });
    request.push(Buffer.alloc(20));
    await new Promise((resolve) => setImmediate(resolve));
    expect(request.isPaused()).toBe(true);
    clock.advance(10_000);
    expect(await result).toEqual({ kind: 'overloaded', pieces: [Buffer.alloc(20)] });
    expect(held.bytes).toBe(0);
  });
});
