import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readBlocks } from '../../../../../src-renderer/state/messages/content-blocks.ts';
import { plainText, readConversation } from '../../../../../src-renderer/state/messages/conversation.ts';

const captured = (name: string) => {
  const file = join(import.meta.dirname, '../../../../fixtures/claude-code-requests', `${name}.json`);
  const { body } = z.object({ body: z.unknown() }).parse(JSON.parse(readFileSync(file, 'utf8')));
  return readConversation(JSON.stringify(body));
};

describe('readConversation', () => {
  it('reads a request of Claude Code: system prompt, turns, tools and settings', () => {
    const read = captured('01-print-first-turn');
    expect(read?.model).toBe('claude-opus-5-5');
    expect(read?.turns.map(({ role }) => role)).toEqual(['system', 'user', 'system']);
    expect(read?.turns[1]?.blocks.at(-1)).toMatchObject({ kind: 'text', text: 'say hi' });
    expect(read?.turns.flatMap(({ blocks }) => blocks).some(({ cacheControl }) => cacheControl !== null)).toBe(true);
    expect(read?.tools.length).toBeGreaterThan(5);
    expect(read?.settings.map(({ name }) => name)).toContain('max_tokens');
  });

  it('reads the bare one', () => expect(captured('16-bare')?.turns.length).toBeGreaterThan(0));

  it.each(['{"model":"m","messages":[{"ro', '{"model":"m"}', 'x'])('is null for %j', (text) => expect(readConversation(text)).toBeNull());

  it('takes a plain text for a system prompt and for a message', () => {
    const read = readConversation('{"system":"be brief","messages":[{"role":"user","content":"hi"}]}');
    expect(read?.turns).toMatchObject([
      { role: 'system', blocks: [{ kind: 'text', text: 'be brief' }] },
      { role: 'user', blocks: [{ kind: 'text', text: 'hi' }] },
    ]);
  });
});

describe('readBlocks', () => {
  it('reads the result of a tool with an image in it', () => {
    const data = Buffer.from('12345').toString('base64');
    const content = [
      { type: 'text', text: 'seen' },
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data } },
    ];
    expect(readBlocks([{ type: 'tool_result', tool_use_id: 't', is_error: true, content, cache_control: { type: 'ephemeral', ttl: '1h' } }])).toEqual(
      [
        {
          kind: 'tool-result',
          toolUseId: 't',
          isError: true,
          cacheControl: 'ephemeral 1h',
          blocks: [
            { kind: 'text', text: 'seen', cacheControl: null },
            { kind: 'media', type: 'image', mediaType: 'image/png', sizeBytes: 5, cacheControl: null },
          ],
        },
      ],
    );
  });

  it('does not know the size of an image behind an address', () => {
    expect(readBlocks([{ type: 'image', source: { type: 'url', url: 'https://x.example/a.png' } }])).toMatchObject([
      { kind: 'media', sizeBytes: null },
    ]);
  });

  it('keeps a block of an unknown kind as JSON', () => {
    expect(readBlocks([{ type: 'hologram', depth: 3 }, 7])).toMatchObject([
      { kind: 'other', type: 'hologram', json: '{\n  "type": "hologram",\n  "depth": 3\n}' },
      { kind: 'other', type: '', json: '7' },
    ]);
  });
});

describe('plainText', () => {
  it('joins what can be read, tool results included', () => {
    const blocks = readBlocks([
      { type: 'thinking', thinking: 'hm' },
      { type: 'tool_use', id: 't', name: 'Bash', input: { a: 1 } },
      { type: 'tool_result', tool_use_id: 't', content: 'done' },
      { type: 'image', source: { type: 'url' } },
    ]);
    expect(plainText(blocks)).toBe('hm\n\nBash {\n  "a": 1\n}\n\ndone');
  });
});
