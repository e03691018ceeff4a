import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editJson } from '../../../../src-main/claude-code/edit-json.ts';
import { applyDraft, newEntry } from '../../../../src-main/mcp/apply-draft.ts';
import { readEntry } from '../../../../src-main/mcp/entry.ts';
import { entryEdits } from '../../../../src-main/mcp/entry-edits.ts';
import { maskEntry } from '../../../../src-main/mcp/mask-entry.ts';
import { mcpConfigSchema } from '../../../../src-shared/schemas/mcp.ts';
import { jsonValue } from '../../../support/json-arbitrary.ts';
import { form } from '../../../support/mcp-rig.ts';

const here = { isWindows: false };
const json = (text: string) => ({ kind: 'json', text }) as const;

describe('a form', () => {
  it('makes an entry as claude mcp add writes it', () => {
    expect(newEntry(form({ type: 'stdio', command: 'node', args: ['a.js'] }).config, here)).toEqual({
      type: 'stdio',
      command: 'node',
      args: ['a.js'],
      env: {},
    });
    expect(newEntry(form({ type: 'http', url: 'https://h/mcp' }).config, here)).toEqual({ type: 'http', url: 'https://h/mcp' });
    expect(newEntry(form({ type: 'sse', url: 'https://h/sse', headers: { A: 'b' } }).config, here)).toEqual({
      type: 'sse',
      url: 'https://h/sse',
      headers: { A: 'b' },
    });
  });

  it('keeps unknown keys, also when the kind changes, and does not add what was left out', () => {
    expect(applyDraft({ command: 'node', timeout: 5 }, form({ type: 'stdio', command: 'deno' }), here)).toEqual({ command: 'deno', timeout: 5 });
    const before = { type: 'stdio', command: 'node', args: [], env: { A: '1' }, cwd: '/x', timeout: 5 };
    expect(applyDraft(before, form({ type: 'http', url: 'https://h/mcp' }), here)).toEqual({ type: 'http', url: 'https://h/mcp', timeout: 5 });
    expect(applyDraft({ type: 'streamable-http', url: 'https://a/' }, form({ type: 'http', url: 'https://b/' }), here)).toEqual({
      type: 'streamable-http',
      url: 'https://b/',
    });
  });

  it('takes a mask for what is stored, and anything else for new', () => {
    const stored = { type: 'stdio', command: 'node', args: ['--key', 'old-one'], env: { API_KEY: 'stored-secret', B_KEY: 'second' } };
    const shown = mcpConfigSchema.parse(maskEntry(readEntry(stored).config).value);
    expect(applyDraft(stored, form(shown), here)).toEqual(stored);
    expect(shown).toMatchObject({ env: { API_KEY: '••••••••', B_KEY: '••••••••' } });
    expect(applyDraft(stored, form({ ...shown, type: 'stdio', command: 'node', env: { API_KEY: '••••••••', B_KEY: 'new' } }), here)).toMatchObject({
      env: { API_KEY: 'stored-secret', B_KEY: 'new' },
    });
  });

  it('puts cmd /c before npx on Windows, shows it without, and keeps masks right through it', () => {
    const windows = { isWindows: true };
    const entry = applyDraft(undefined, form({ type: 'stdio', command: 'npx', args: ['server', '--token', 'abc'] }), windows);
    expect(entry).toMatchObject({ command: 'cmd', args: ['/c', 'npx', 'server', '--token', 'abc'] });
    const shown = mcpConfigSchema.parse(maskEntry(readEntry(entry).config).value);
    expect(shown).toMatchObject({ command: 'npx', args: ['server', '--token', '••••••••'] });
    expect(applyDraft(entry, form(shown), windows)).toEqual(entry);
    expect(applyDraft(entry, form(shown), here)).toEqual(entry);
    expect(applyDraft(undefined, form({ type: 'stdio', command: 'uvx' }), windows)).toMatchObject({ command: 'uvx' });
  });

  it.each([
    [form({ type: 'http', url: 'nonsense' }), 'url'],
    [form({ type: 'stdio', command: 'node', env: { A: '••••••••' } }), 'env.A'],
  ])('names the field that is wrong', (draft, field) => {
    expect(() => applyDraft(undefined, draft, here)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', field }));
  });
});

describe('JSON', () => {
  it('is the whole entry: a key that is left out goes, a mask stays what it was', () => {
    const stored = { type: 'http', url: 'https://h/', headers: { 'X-Key': 'secret-one' }, timeout: 5 };
    expect(applyDraft(stored, json('{"type":"http","url":"https://h/","headers":{"X-Key":"••••••••"},"alwaysLoad":true}'), here)).toEqual({
      type: 'http',
      url: 'https://h/',
      headers: { 'X-Key': 'secret-one' },
      alwaysLoad: true,
    });
  });

  it.each([
    ['{"command":"node"', /line 1/],
    ['{\n"command":"node",\n}', /line 3/],
    ['[]', /must be an object/],
    ['{"url":"https://h"}', /add "type"/],
    ['{"command":"node","args":"x"}', /"args" must be a list/],
  ])('is refused with the line or the reason: %s', (text, message) => {
    expect(() => applyDraft(undefined, json(text), here)).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', field: 'text', message: expect.stringMatching(message) }),
    );
  });
});

describe('entryEdits', () => {
  it('leads from any JSON object to any other, leaving the text of what is the same', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'env', 'constructor', 'x y');
    const value = fc.dictionary(key, fc.oneof(jsonValue({ maxDepth: 1 }), fc.dictionary(key, jsonValue({ maxDepth: 1 }))), { maxKeys: 4 });
    fc.assert(
      fc.property(value, value, fc.constantFrom(0, 2, '\t'), (before, after, indent) => {
        const text = Buffer.from(JSON.stringify({ first: [1, { two: 2 }], mcpServers: { it: before }, last: 1.5 }, null, indent));
        const edited = editJson(text, entryEdits(before, after, ['mcpServers', 'it']), { file: 'f' });
        expect(JSON.parse(edited.toString())).toEqual(JSON.parse(JSON.stringify({ first: [1, { two: 2 }], mcpServers: { it: after }, last: 1.5 })));
        expect(edited.toString().split('"mcpServers"')[0]).toBe(text.toString().split('"mcpServers"')[0]);
      }),
    );
  });

  it('touches only what differs', () => {
    expect(entryEdits({ a: 1, b: { c: 1, d: 2 }, e: [1] }, { a: 1, b: { c: 1, d: 3 } }, ['x'])).toEqual([
      { path: ['x', 'e'], value: undefined },
      { path: ['x', 'b', 'd'], value: 3 },
    ]);
    expect(entryEdits({ a: 1 }, { a: 1 }, ['x'])).toEqual([]);
    expect(entryEdits({ a: 1 }, undefined, ['x'])).toEqual([{ path: ['x'], value: undefined }]);
  });
});
