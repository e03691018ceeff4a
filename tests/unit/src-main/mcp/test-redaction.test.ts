import { describe, expect, it } from 'vitest';
import { OutputTail, quoted, secretRedaction } from '../../../../src-main/mcp/test-redaction.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('secretRedaction', () => {
  it('takes a secret out in every form in which it may be written, and the part of it that counts', () => {
    const redact = secretRedaction(['Bearer top/secret "value"']);
    expect(redact('got Bearer top/secret "value".')).toBe('got [redacted].');
    expect(redact('got {"h":"Bearer top/secret \\"value\\""}')).toBe('got {"h":"[redacted]"}');
    expect(redact(`at /x?h=${encodeURIComponent('Bearer top/secret "value"')}`)).toBe('at /x?h=[redacted]');
    expect(redact('only top/secret of it')).toBe('only [redacted] of it');
  });

  it('takes out each line of a secret that has several', () => {
    expect(secretRedaction(['-----BEGIN KEY-----\nabcdefgh\n'])('line abcdefgh')).toBe('line [redacted]');
  });

  it('leaves short words alone: they occur by chance', () => {
    expect(secretRedaction(['1', 'true'])('1 is true')).toBe('1 is true');
  });
});

describe('OutputTail', () => {
  it('shows the end in whole lines, without colours and control characters', () => {
    const tail = new OutputTail();
    tail.add(bytes('\u001b[31mred\u001b[0m\r\nbell\u0007\n'));
    expect(tail.shown(secretRedaction([]))).toBe('red\nbell');
    for (let line = 0; line < 1_000; line += 1) tail.add(bytes(`line number ${line}\n`));
    const shown = tail.shown(secretRedaction([]));
    expect(shown.length).toBeLessThanOrEqual(4_096);
    expect(shown).toMatch(/^line number \d+\n/);
    expect(shown.endsWith('line number 999')).toBe(true);
  });

  it('joins a character that arrives in two pieces', () => {
    const tail = new OutputTail();
    const all = bytes('naïve');
    tail.add(all.subarray(0, 3));
    tail.add(all.subarray(3));
    expect(tail.shown(secretRedaction([]))).toBe('naïve');
  });

  it('never shows the rest of a secret whose beginning was thrown away', () => {
    const secret = 's'.repeat(10) + 'e'.repeat(1_000);
    const tail = new OutputTail();
    // What is held begins in the middle of the first one, and shrinks to almost nothing when the others are taken out.
    tail.add(bytes(secret.repeat(80)));
    const shown = tail.shown(secretRedaction([secret]));
    expect(shown).not.toContain('eeee');
  });
});

describe('quoted', () => {
  it('is one line of at most 300 characters', () => {
    expect(quoted('two\n  lines', secretRedaction([]))).toBe('two lines');
    expect(quoted('x'.repeat(400), secretRedaction([]))).toHaveLength(300);
  });
});
