import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeProject } from '../../support/project-fixture.ts';

const clientSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('found'), path: z.string(), version: z.string() }),
  z.object({ kind: z.literal('missing'), why: z.string() }),
]);
const moduleSchema = z.object({ ensureClaudeCode: z.custom<(options: object) => Promise<unknown>>((value) => typeof value === 'function') });

/** A checkout with this run's Node, and a stand-in for npm that notes each run beside itself. */
function checkout(npm: string) {
  const root = makeProject({
    'npm-cli.js': `const fs = require('node:fs'), path = require('node:path');\nfs.appendFileSync(path.join(__dirname, 'runs.txt'), process.argv.slice(2).join(' ') + '\\n');\n${npm}`,
  });
  const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  mkdirSync(dirname(node), { recursive: true });
  symlinkSync(process.execPath, node);
  const runs = () => (existsSync(join(root, 'runs.txt')) ? readFileSync(join(root, 'runs.txt'), 'utf8').trim().split('\n') : []);
  return { root, runs };
}
async function ensure(root: string, version = '1.2.3') {
  const loaded: unknown = await import(new URL('../../../scripts/claude-code-client.mjs', import.meta.url).href);
  const environment = { PATH: process.env.PATH, npm_execpath: join(root, 'npm-cli.js') };
  return clientSchema.parse(await moduleSchema.parse(loaded).ensureClaudeCode({ root, version, environment, say: () => undefined }));
}
const delivers = (says: string) => `
  const folder = path.join(process.cwd(), 'node_modules', '@anthropic-ai', 'claude-code-here');
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'claude'), '#!/bin/sh\\necho "${says} (Claude Code)"\\n', { mode: 0o755 });`;
const failsWith = (text: string) => `console.error(${JSON.stringify(text)}); process.exit(1);`;
const leftovers = (root: string) => (existsSync(join(root, '.cache')) ? readdirSync(join(root, '.cache')) : []);

// The stand-in for the client is a shell script.
describe.skipIf(process.platform === 'win32')('fetching the real client', () => {
  it('asks npm for exactly the pinned version, checks what came, and does it only once', async () => {
    const { root, runs } = checkout(delivers('1.2.3'));
    const first = await ensure(root);
    expect(first).toEqual({
      kind: 'found',
      path: join(root, '.cache', 'claude-code-1.2.3', 'node_modules', '@anthropic-ai', 'claude-code-here', 'claude'),
      version: '1.2.3',
    });
    expect(await ensure(root)).toEqual(first);
    expect(runs()).toHaveLength(1);
    expect(runs()[0]).toContain('@anthropic-ai/claude-code@1.2.3');
    expect(leftovers(root)).toEqual(['claude-code-1.2.3']);
  });

  it.each(['npm error code ENOTFOUND', 'npm error code E404', 'npm error code ECONNREFUSED\nnpm error errno ECONNREFUSED'])(
    'is missing, with the reason, after "%s"',
    async (text) => {
      const { root } = checkout(failsWith(text));
      expect(await ensure(root)).toMatchObject({
        kind: 'missing',
        why: expect.stringMatching(/could not fetch @anthropic-ai\/claude-code@1\.2\.3 \((E404|ENOTFOUND|ECONNREFUSED)\)/),
      });
      expect(leftovers(root)).toEqual([]);
    },
  );

  it('is missing where the package has no program for this machine', async () => {
    const { root } = checkout('');
    expect(await ensure(root)).toMatchObject({ kind: 'missing', why: expect.stringContaining(process.platform) });
  });

  it('fails, and is not taken for missing, when npm fails for another reason', async () => {
    const { root } = checkout(failsWith('npm error code ENOSPC'));
    await expect(ensure(root)).rejects.toThrow('ENOSPC');
    expect(leftovers(root)).toEqual([]);
  });

  it('fails when the program is of another version, and does not keep it', async () => {
    const { root } = checkout(delivers('1.2.2'));
    await expect(ensure(root)).rejects.toThrow('asked for Claude Code 1.2.3, but the program says "1.2.2 (Claude Code)"');
    expect(leftovers(root)).toEqual([]);
  });

  it('starts over when an earlier set-up was broken off', async () => {
    const { root, runs } = checkout(delivers('1.2.3'));
    mkdirSync(join(root, '.cache', 'claude-code-1.2.3'), { recursive: true });
    writeFileSync(join(root, '.cache', 'claude-code-1.2.3', 'package.json'), '{}');
    expect(await ensure(root)).toMatchObject({ kind: 'found' });
    expect(runs()).toHaveLength(1);
  });
});
