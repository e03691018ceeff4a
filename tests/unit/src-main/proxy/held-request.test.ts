import { describe, expect, it } from 'vitest';
import { scanBody } from '../../../../src-main/proxy/body-scan.ts';
import { HeldBytes } from '../../../../src-main/proxy/held-bytes.ts';
import { HeldRequest } from '../../../../src-main/proxy/held-request.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

function heldRequest(rawHeaders: readonly string[] = []) {
  const text = '{"model":"a","stream":true}';
  const body = Buffer.allocUnsafeSlow(text.length);
  body.write(text);
  const held = new HeldBytes({ limitBytes: 1_000, clock: new FakeClock() });
  held.add(body.length);
  const scan = scanBody(body);
  if (!scan.ok) throw new Error(scan.why);
  const request = new HeldRequest({ method: 'POST', path: '/v1/messages', query: '', rawHeaders, body, facts: scan.facts, held });
  return { request, body, held };
}

describe('HeldRequest', () => {
  it('makes every attempt from the received bytes', () => {
    const { request, body } = heldRequest();
    expect(Buffer.concat(request.as('b').bodyWithModel('b')).toString()).toBe('{"model":"b","stream":true}');
    expect(Buffer.concat(request.as('c').bodyWithModel('c')).toString()).toBe('{"model":"c","stream":true}');
    expect(request.as('a').body).toBe(body);
  });

  it('gives its bytes back once', () => {
    const { request, held } = heldRequest();
    request.release();
    request.release();
    expect(held.bytes).toBe(0);
    expect(request.as('a').body).toHaveLength(0);
    expect(request.sizeBytes).toBe(27);
  });

  it('frees its memory when all attempts that got it have sent all of it, and not otherwise', () => {
    const sent = (...hasSentAll: readonly boolean[]) => {
      const { request, body, held } = heldRequest();
      for (const onSent of hasSentAll.map((hasSent) => [hasSent, request.lend()] as const)) {
        if (!onSent[0]) continue;
        onSent[1]();
        onSent[1]();
      }
      request.free();
      expect([held.bytes, request.as('a').body.length]).toEqual([0, 0]);
      return body.length === 0;
    };
    expect(sent(true)).toBe(true);
    expect(sent(true, true)).toBe(true);
    expect(sent(true, false)).toBe(false);
    expect(sent(false)).toBe(false);
    expect(sent()).toBe(false);
  });

  it('adds itself to the proxies that the request passed', () => {
    expect(heldRequest().request.via('me')).toBe('me');
    expect(heldRequest(['X-Code-Proxy-Via', 'other']).request.via('me')).toBe('other, me');
  });
});
