import { describe, expect, it } from 'vitest';
import { editedConfig, newConfig, pair, serverNamed } from '../../../../src-main/cli/mcp-input.ts';
import { mcpTestText } from '../../../../src-main/cli/mcp-text.ts';
import { filled } from '../../../../src-main/cli/mcp-values.ts';
import { createTextStyle } from '../../../../src-main/cli/text-style.ts';
import { sampleMcpServer } from '../../../support/mcp-double.ts';
import { form } from '../../../support/mcp-rig.ts';

describe('the words of a test', () => {
  it('say what failed, at which stage, and what the program wrote', () => {
    const style = createTextStyle({ isTerminal: false, columns: null, environment: {} });
    const failed = { isOk: false, stage: 'start', server: null, protocol: null, tools: [], resources: [], prompts: [], cut: [], tookMs: 1 } as const;
    const text = mcpTestText(style, 'a', {
      ...failed,
      tools: [],
      resources: [],
      prompts: [],
      cut: [],
      error: { code: 'other', message: 'it broke', values: {} },
      stderr: 'one\ntwo',
    });
    expect(text).toBe('a does not work: it broke (start)\n  it wrote to stderr:\n    one\n    two');
  });
});

describe('fields', () => {
  const none = async () => '';

  it('change from one kind to another only with a new target', async () => {
    const { config } = form({ type: 'stdio', command: 'node' });
    await expect(editedConfig(config, [], { transport: 'http' }, none)).rejects.toThrow('--transport needs');
    expect(await editedConfig(config, ['https://h/'], { transport: 'sse' }, none)).toEqual({ type: 'sse', url: 'https://h/', headers: {} });
    const http = form({ type: 'http', url: 'https://h/', headers: { A: '1' } }).config;
    expect(await editedConfig(http, [], { transport: 'sse', header: ['A:', 'B: 2'] }, none)).toEqual({
      type: 'sse',
      url: 'https://h/',
      headers: { B: '2' },
    });
    expect(await editedConfig(config, [], { cwd: '' }, none)).toMatchObject({ cwd: null });
  });

  it('take only one list from standard input', async () => {
    await expect(newConfig(['x'], { envStdin: true, headerStdin: true }, none)).rejects.toThrow('exclude each other');
    expect(pair('A=b=c', '=', '--env NAME=VALUE')).toEqual(['A', 'b=c']);
  });

  it('take no address for a program', async () => {
    await expect(newConfig(['ftp://host/x'], {}, async () => '')).rejects.toThrow('must begin with http:// or https://');
    expect(await newConfig(['a://b'], { transport: 'stdio' }, async () => '')).toMatchObject({ type: 'stdio', command: 'a://b' });
  });

  it('find no server of another project, and say in which it is', () => {
    const server = sampleMcpServer({ name: 'db', scope: { kind: 'local', folder: '/home/user/.claude', project: '/projects/shop' } });
    const folders = [{ folder: '/home/user/.claude', isDefault: true, file: '/home/user/.claude.json', projects: [], problem: null }];
    const overview = { folders, brokenProjects: [], servers: [server], isWindows: false };
    expect(() => serverNamed('db', {}, overview)).toThrow('name its project with --project /projects/shop');
    expect(() => serverNamed('none', {}, overview)).toThrow('"code-proxy mcp list" shows all');
  });

  it('fill in only what is given', () => {
    const { config } = form({ type: 'stdio', command: '${input:a}', args: ['${input:b}'], env: { X: '${input:a}' } });
    expect(filled(config, { a: '1' })).toMatchObject({ command: '1', args: ['${input:b}'], env: { X: '1' } });
    expect(filled(form({ type: 'http', url: 'https://h/${input:a}', headers: { A: '${input:a}' } }).config, { a: '1' })).toMatchObject({
      url: 'https://h/1',
      headers: { A: '1' },
    });
  });
});
