import { describe, expect, it } from 'vitest';
import { createTextStyle, printable } from '../../../../src-main/cli/text-style.ts';

const styled = (isTerminal: boolean, environment: Record<string, string | undefined>) =>
  createTextStyle({ isTerminal, columns: null, environment }).paint('bad', 'x');

describe('createTextStyle', () => {
  it('colours only on a terminal that wants it', () => {
    expect(styled(true, {})).toBe('\u001b[31mx\u001b[39m');
    expect(styled(true, { NO_COLOR: '' })).toBe('\u001b[31mx\u001b[39m');
    expect([styled(false, {}), styled(true, { NO_COLOR: '1' }), styled(true, { TERM: 'dumb' })]).toEqual(['x', 'x', 'x']);
  });

  it('keeps escapes and control characters of the data away from the terminal', () => {
    const style = createTextStyle({ isTerminal: false, columns: null, environment: {} });
    expect(style.paint('plain', 'a\u001b[2Jb\u0007c\rd\u009be')).toBe('abcde');
    expect(printable('two\nlines')).toBe('two\nlines');
  });
});
