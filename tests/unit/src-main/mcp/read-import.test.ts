import { describe, expect, it } from 'vitest';
import { foreignEntry, inputsOf } from '../../../../src-main/mcp/foreign-entry.ts';
import { readImport } from '../../../../src-main/mcp/read-import.ts';
import { inputIds, mapTexts, withInputs } from '../../../../src-main/mcp/texts.ts';

const stdio = (command: string) => ({ type: 'stdio', command, args: [], env: {} });
const keys = (text: string) => readImport(text).map(({ key }) => key);

describe('what is recognised', () => {
  it.each([
    ['a file of Claude Desktop or Cursor', '{"mcpServers":{"a":{"command":"x"},"b":{"url":"https://h/"}}}', ['a', 'b']],
    ['mcp.json of VS Code, with comments', '{\n// mine\n"servers":{"a":{"type":"stdio","command":"x"},},}', ['a']],
    ['settings.json of VS Code', '{"editor.fontSize":1,"mcp":{"servers":{"a":{"command":"x"}}}}', ['a']],
    ['the servers alone', '{"a":{"command":"x"},"b":{"command":"y"}}', ['a', 'b']],
    ['a piece out of a file', '"a": {"command":"x"},', ['a']],
    ['one entry, named by its package', '{"command":"npx","args":["-y","@scope/some-server@1.2.3"]}', ['some-server']],
    ['one entry, named by its program', '{"command":"/usr/bin/tool"}', ['tool']],
    ['one entry, named by its host', '{"url":"https://mcp.linear.app/mcp"}', ['linear']],
    ['a command line', `claude mcp add-json weather '{"type":"http","url":"https://h/mcp"}'`, ['weather']],
    ['a command line with options', `$ claude mcp add-json -s user "weather" '{"type":"http","url":"https://h/mcp"}' `, ['weather']],
    ['a command line with escaped quotes', 'claude mcp add-json weather --scope local "{\\"command\\":\\"x\\"}"', ['weather']],
    ['a code block of a README', '```json\n{"mcpServers":{"a":{"command":"x"}}}\n```\n', ['a']],
    ['a byte order mark', '\uFEFF{"mcpServers":{"a":{"command":"x"}}}', ['a']],
  ])('%s', (_what, text, names) => {
    expect(keys(text)).toEqual(names);
  });

  it.each([
    ['{"a":1}', /no MCP server/],
    ['{}', /no MCP server/],
    ['[]', /must be an object/],
    ['{\n"mcpServers": {"a": }}', /line 2/],
    ['claude mcp add-json weather', /no JSON object/],
  ])('not %s', (text, message) => {
    expect(() => readImport(text)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringMatching(message) }));
  });
});

describe('a server that is switched off in the other program', () => {
  it.each([
    ['{"mcpServers":{"a":{"command":"x","disabled":true}}}', false],
    ['{"mcpServers":{"a":{"command":"x","enabled":false}}}', false],
    ['{"mcpServers":{"a":{"command":"x","disabled":false,"enabled":true}}}', true],
    ['{"mcpServers":{"a":null}}', true],
  ])('%s', (text, isEnabled) => {
    expect(readImport(text)[0]).toMatchObject({ isEnabled });
  });

  it('has no key of that in its entry', () => {
    expect(foreignEntry({ command: 'x', disabled: true, enabled: false })).toEqual(stdio('x'));
  });
});

describe('entries of other programs', () => {
  it.each([
    [{ command: 'x' }, stdio('x')],
    [
      { command: 'x', args: ['1'], env: { A: '${env:HOME}/a' }, disabled: true, autoApprove: [] },
      { ...stdio('x'), args: ['1'], env: { A: '${HOME}/a' } },
    ],
    [{ url: 'https://h/mcp' }, { type: 'http', url: 'https://h/mcp' }],
    [{ url: 'https://h/sse' }, { type: 'sse', url: 'https://h/sse' }],
    [{ serverUrl: 'https://h/mcp' }, { type: 'http', url: 'https://h/mcp' }],
    [
      { type: 'streamableHttp', url: 'https://h/mcp', timeout: 5 },
      { type: 'http', url: 'https://h/mcp', timeout: 5 },
    ],
    [
      { command: '${userHome}/x', args: ['${workspaceFolder}'] },
      { ...stdio('${HOME}/x'), args: ['${input:workspaceFolder}'] },
    ],
    [7, 7],
  ])('%j becomes %j', (given, expected) => {
    expect(foreignEntry(given)).toEqual(expected);
  });

  it('name what is to be filled in with the words of the file', () => {
    const text =
      '{"inputs":[{"id":"key","type":"promptString","description":"Your key","password":true},7],"servers":{"a":{"command":"x","env":{"K":"${input:key}","T":"${input:other-token}"}}}}';
    expect(readImport(text)[0]?.inputs).toEqual([
      { id: 'key', label: 'Your key', isSecret: true },
      { id: 'other-token', label: 'other-token', isSecret: true },
    ]);
    expect(inputsOf({ a: '${input:plain}' }, [])).toEqual([{ id: 'plain', label: 'plain', isSecret: false }]);
  });
});

it('finds and fills in inputs wherever they stand', () => {
  const value = { a: ['${input:x}', 1, null], b: { c: '-${input:y}-${input:x}' } };
  expect(inputIds(value)).toEqual(['x', 'y']);
  expect(withInputs(value, { x: '1', toString: 'no' })).toEqual({ a: ['1', 1, null], b: { c: '-${input:y}-1' } });
  expect(mapTexts(value, (text) => text.length.toString())).toEqual({ a: ['10', 1, null], b: { c: '22' } });
});
