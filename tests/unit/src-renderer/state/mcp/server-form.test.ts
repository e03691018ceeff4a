import { describe, expect, it } from 'vitest';
import { readEntry, writeEntry } from '../../../../../src-renderer/state/mcp/entry-json.ts';
import { fillInputs } from '../../../../../src-renderer/state/mcp/preset-inputs.ts';
import {
  configFields,
  configOf,
  EMPTY_SERVER,
  formOfServer,
  looksSecret,
  newServerForm,
  PROJECT_NEEDED,
  ROW_TWICE,
  type ServerFormValues,
  scopeOf,
  serverFieldOf,
  serverFormSchema,
  typedOverMask,
} from '../../../../../src-renderer/state/mcp/server-form.ts';
import { splitCommand } from '../../../../../src-renderer/state/mcp/split-command.ts';
import type { McpConfig } from '../../../../../src-shared/schemas/mcp.ts';
import { sampleMcpServer } from '../../../../support/mcp-double.ts';

const folders = [{ folder: '/home/user/.claude', isDefault: true, file: '/home/user/.claude.json', projects: [], problem: null }];
const valid: ServerFormValues = { ...newServerForm({ folders }, null), name: 'files', command: 'npx' };
const problems = (form: ServerFormValues, kept: string | null = null) => {
  const result = serverFormSchema(kept).safeParse(form);
  return Object.fromEntries((result.error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]));
};

describe('the form of a server', () => {
  it('names the field that something is wrong with', () => {
    expect(problems(valid)).toEqual({});
    expect(problems({ ...valid, name: 'two words', command: ' ' })).toEqual({
      name: 'may only hold letters a-z, digits, - and _',
      command: 'a command is needed',
    });
    expect(problems({ ...valid, type: 'http' })).toEqual({ url: 'a URL is needed' });
    expect(problems({ ...valid, scopeKind: 'project', project: 'not/absolute' })).toEqual({ project: PROJECT_NEEDED });
    expect(problems({ ...valid, scopeKind: 'local', project: 'C:\\work' })).toEqual({});
    const env = [
      { name: 'A', value: '1' },
      { name: 'A', value: '2' },
    ];
    expect(problems({ ...valid, env })).toEqual({ 'env.1.name': ROW_TWICE });
  });

  it('keeps a name that could not be given today, as long as nobody changes it', () => {
    expect(problems({ ...valid, name: 'two words' }, 'two words')).toEqual({});
  });

  it('comes back as the entry that it was made of', () => {
    const config: McpConfig = { type: 'stdio', command: 'npx', args: ['-y', ''], env: { KEY: '••••' }, cwd: '/x' };
    const form = formOfServer(sampleMcpServer({ scope: { kind: 'project', project: '/projects/a' }, name: 'n', config }), { folders });
    expect(configOf(form)).toEqual(config);
    expect(scopeOf(form)).toEqual({ kind: 'project', project: '/projects/a' });
    const service: McpConfig = { type: 'sse', url: 'https://x.example/sse', headers: { Authorization: 'Bearer ••••' } };
    expect(configOf({ ...EMPTY_SERVER, ...configFields(service) })).toEqual(service);
  });

  it('leaves empty rows out', () => {
    const env = [
      { name: ' KEY ', value: ' v ' },
      { name: '', value: '' },
    ];
    expect(configOf({ ...valid, env })).toMatchObject({ env: { KEY: ' v ' } });
  });

  it('knows which field the core means', () => {
    expect(serverFieldOf('draft.config.env.KEY')).toBe('env');
    expect(serverFieldOf('draft.config.args.0')).toBe('args');
    expect(serverFieldOf('scope.project')).toBe('project');
    expect(serverFieldOf('name')).toBe('name');
    expect(serverFieldOf('draft.text')).toBeNull();
  });

  it('begins a masked value anew when something is typed into it', () => {
    expect(typedOverMask('••••', '••••')).toBe('••••');
    expect(typedOverMask('••••', '••a••')).toBe('a');
    expect(typedOverMask('plain', 'plain•')).toBe('plain•');
    expect([looksSecret('OPENAI_API_KEY'), looksSecret('Authorization'), looksSecret('LOG_LEVEL')]).toEqual([true, true, false]);
  });
});

describe('the entry as JSON', () => {
  it('says where it is no JSON', () => {
    expect(readEntry('{\n  "command": "npx",\n  oops\n}')).toEqual({ isOk: false, problems: [{ kind: 'syntax', line: 3, column: 3 }] });
    expect(readEntry('')).toMatchObject({ isOk: false, problems: [{ kind: 'syntax', line: 1, column: 1 }] });
    expect(readEntry('{} // no')).toMatchObject({ isOk: false, problems: [{ kind: 'syntax' }] });
    expect(readEntry('[]')).toEqual({ isOk: false, problems: [{ kind: 'not-an-object' }] });
  });

  it('names the field that something is wrong with', () => {
    expect(readEntry('{"args":"x"}')).toMatchObject({
      isOk: false,
      problems: [
        { kind: 'type', field: 'command', expected: 'string' },
        { kind: 'type', field: 'args', expected: 'array' },
      ],
    });
    expect(readEntry('{"command":" "}')).toEqual({ isOk: false, problems: [{ kind: 'field', field: 'command', message: 'a command is needed' }] });
    expect(readEntry('{"type":"ftp"}')).toEqual({ isOk: false, problems: [{ kind: 'type-unknown' }] });
    // Claude Code would take it for a program without a command.
    expect(readEntry('{"url":"https://x.example"}')).toEqual({ isOk: false, problems: [{ kind: 'type-unknown' }] });
  });

  it('takes an entry without a type for a program, as Claude Code does', () => {
    expect(readEntry('{"command":"x"}')).toMatchObject({ isOk: true, config: { type: 'stdio', command: 'x', args: [], env: {}, cwd: null } });
  });

  it('keeps the keys that the form does not know, and drops those of another kind', () => {
    const base = { type: 'stdio', command: 'old', args: ['a'], timeout: 5, 'x-own': { a: 1 } };
    const text = writeEntry({ type: 'http', url: 'https://x.example', headers: {} }, base);
    expect(JSON.parse(text)).toEqual({ type: 'http', url: 'https://x.example', timeout: 5, 'x-own': { a: 1 } });
  });
});

describe('splitCommand', () => {
  it.each([
    ['npx -y pkg', ['npx', '-y', 'pkg']],
    ['  node "my file.js"  --a=\'b c\' ', ['node', 'my file.js', '--a=b c']],
    ['x "" "say \\"hi\\""', ['x', '', 'say "hi"']],
    ['C:\\tools\\x.exe a', ['C:\\tools\\x.exe', 'a']],
    ['x "open', null],
  ])('cuts %s', (line, words) => {
    expect(splitCommand(line)).toEqual(words);
  });
});

it('fills a preset in, and leaves what was not filled in as it is', () => {
  const config: McpConfig = { type: 'stdio', command: 'npx', args: [`\${input:dir}`, `x=\${input:key}`], env: { KEY: `\${input:key}` }, cwd: null };
  expect(fillInputs(config, { dir: '/a $& b', key: '' })).toEqual({ ...config, args: ['/a $& b', `x=\${input:key}`] });
  const service: McpConfig = { type: 'http', url: `https://x/\${input:id}`, headers: { A: `Bearer \${input:id}` } };
  expect(fillInputs(service, { id: '7' })).toEqual({ type: 'http', url: 'https://x/7', headers: { A: 'Bearer 7' } });
});
