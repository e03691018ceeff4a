import { describe, expect, it } from 'vitest';
import { readEntry } from '../../../../src-main/mcp/entry.ts';
import { isWrapped, needsWrapping, unwrapped, wrapped } from '../../../../src-main/mcp/windows-wrap.ts';

describe('readEntry', () => {
  it('reads what the client reads, with what may be left out filled in', () => {
    expect(readEntry({ command: 'node', extra: 1 })).toEqual({
      config: { type: 'stdio', command: 'node', args: [], env: {}, cwd: null },
      otherKeys: ['extra'],
      isWrapped: false,
      problem: null,
    });
    expect(readEntry({ type: 'streamable-http', url: 'https://h/mcp' }).config).toEqual({ type: 'http', url: 'https://h/mcp', headers: {} });
    expect(readEntry({ type: 'sse', url: 'https://h/sse', headers: { A: 'b' } }).config).toEqual({
      type: 'sse',
      url: 'https://h/sse',
      headers: { A: 'b' },
    });
    expect(readEntry({ type: 'http', url: '${BASE}/mcp' }).problem).toBeNull();
  });

  it('has no form for kinds that only the client knows, and no objection either', () => {
    expect(readEntry({ type: 'ws', url: 'ws://h' })).toMatchObject({ config: null, problem: null });
  });

  // As the client 2.1.329 said of each.
  it.each([
    [null, 'not-an-object'],
    [[], 'not-an-object'],
    ['npx', 'not-an-object'],
    [{ url: 'https://h/mcp' }, 'type-unknown'],
    [{ type: 'streamableHttp', url: 'https://h/mcp' }, 'type-unknown'],
    [{ type: 7, command: 'a' }, 'type-unknown'],
    [{}, 'command-missing'],
    [{ command: '' }, 'command-missing'],
    [{ command: 'node', args: [1] }, 'key-invalid'],
    [{ command: 'node', env: { A: 1 } }, 'key-invalid'],
    [{ type: 'http' }, 'url-missing'],
    [{ type: 'http', url: 'ftp://h' }, 'url-invalid'],
    [{ type: 'sse', url: 'nonsense' }, 'url-invalid'],
    [{ type: 'http', url: 'https://h', headers: ['a'] }, 'key-invalid'],
  ])('says of %j what is wrong: %s', (entry, code) => {
    expect(readEntry(entry)).toMatchObject({ config: code === 'url-invalid' ? expect.anything() : null, problem: { code } });
  });
});

describe('cmd /c for Windows', () => {
  it('is for scripts such as npx, and comes off again', () => {
    expect(['npx', 'NPX', 'uvx', 'node', 'C:\\tools\\run.cmd'].map(needsWrapping)).toEqual([true, true, false, false, true]);
    const command = { command: 'npx', args: ['-y', 'server'] };
    expect(wrapped(command)).toEqual({ command: 'cmd', args: ['/c', 'npx', '-y', 'server'] });
    expect(unwrapped(wrapped(command))).toEqual(command);
    expect(unwrapped({ command: 'CMD.EXE', args: ['/C', 'npx'] })).toEqual({ command: 'npx', args: [] });
  });

  it('leaves other uses of cmd alone', () => {
    expect(
      [
        { command: 'cmd', args: ['/c'] },
        { command: 'cmd', args: ['/k', 'x'] },
        { command: 'sh', args: ['/c', 'x'] },
      ].some(isWrapped),
    ).toBe(false);
  });
});
