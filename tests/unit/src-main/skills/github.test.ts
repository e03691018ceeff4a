/** From what people type to a commit of a repository, and to its archive. */
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../../src-main/platform/clock.ts';
import { UpstreamClient } from '../../../../src-main/proxy/upstream-client.ts';
import { parseGithubAddress } from '../../../../src-main/skills/github-address.ts';
import { parseRefs, resolveAddress } from '../../../../src-main/skills/github-refs.ts';
import { GithubSource } from '../../../../src-main/skills/github-source.ts';
import { download } from '../../../../src-main/skills/http-download.ts';
import { problemOf } from '../../../../src-main/skills/skill-refusal.ts';
import { fakeGithub } from '../../../support/fake-github.ts';
import { COMMIT, LATER_COMMIT } from '../../../support/skill-rig.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const BASE = new URL('https://git.example.com');
const address = (text: string) => parseGithubAddress(text, BASE);

describe('parseGithubAddress', () => {
  it.each([
    'acme/skills',
    ' acme/skills ',
    'acme/skills.git',
    'https://github.com/acme/skills',
    'http://www.github.com/acme/skills/',
    'github.com/acme/skills',
    'https://github.com/acme/skills.git?tab=readme#top',
    'git@github.com:acme/skills.git',
    'https://git.example.com/acme/skills',
  ])('understands %s', (text) => {
    expect(address(text)).toEqual({ owner: 'acme', repo: 'skills', refAndPath: null, folder: '' });
  });

  it('understands branches and folders', () => {
    expect(address('https://github.com/acme/skills/tree/main/skills/pdf')).toMatchObject({ refAndPath: 'main/skills/pdf' });
    expect(address('https://github.com/acme/skills/blob/main/pdf/SKILL.md')).toMatchObject({ refAndPath: 'main/pdf' });
    expect(address('https://github.com/acme/skills/tree/a%20b/c')).toMatchObject({ refAndPath: 'a b/c' });
    expect(address('acme/skills/skills/pdf')).toMatchObject({ refAndPath: null, folder: 'skills/pdf' });
  });

  it.each([
    '',
    'acme',
    'https://gitlab.com/acme/skills',
    'acme/..',
    'acme/skills/../../etc',
    'https://github.com/acme/skills/tree',
    'a b/c',
    'https://',
    '%E0%A4%A/x',
    'git@evil.example:acme/skills',
    'acme/skills/tree/main/..',
  ])('does not understand %j', (text) => {
    expect(() => address(text)).toThrow(/source-not-understood/);
  });
});

const refs = {
  head: 'refs/heads/main',
  commits: new Map([
    ['refs/heads/main', COMMIT],
    ['refs/heads/feature/new', LATER_COMMIT],
    ['refs/tags/v1', '3'.repeat(40)],
  ]),
};

describe('resolveAddress', () => {
  it.each([
    ['acme/skills', { ref: null, commit: COMMIT, path: '' }],
    ['acme/skills/pdf', { ref: null, commit: COMMIT, path: 'pdf' }],
    ['https://github.com/acme/skills/tree/feature/new/skills/pdf', { ref: 'feature/new', commit: LATER_COMMIT, path: 'skills/pdf' }],
    ['https://github.com/acme/skills/tree/v1', { ref: 'v1', commit: '3'.repeat(40), path: '' }],
    [`https://github.com/acme/skills/tree/${'4'.repeat(40)}/x`, { ref: '4'.repeat(40), commit: '4'.repeat(40), path: 'x' }],
  ])('finds what %s means', (text, found) => {
    expect(resolveAddress(address(text), refs)).toEqual(found);
  });

  it('says what is not there', () => {
    expect(() => resolveAddress(address('https://github.com/acme/skills/tree/gone/x'), refs)).toThrow(/source-not-found/);
    expect(() => resolveAddress(address('acme/empty'), { head: null, commits: new Map() })).toThrow(/source-not-found/);
  });
});

describe('parseRefs', () => {
  it.each(['<html>Sign in</html>', 'zzzz', '00ff'])('takes %j for no list of branches', (text) => {
    expect(() => parseRefs(Buffer.from(text))).toThrow(/download-failed/);
  });

  it('takes the commit behind a tag with a message', () => {
    const line = (text: string) => `${(text.length + 4).toString(16).padStart(4, '0')}${text}`;
    const list = `${line(`${COMMIT} refs/tags/v2\0caps\n`)}${line(`${LATER_COMMIT} refs/tags/v2^{}\n`)}0000`;
    expect(parseRefs(Buffer.from(list)).commits.get('refs/tags/v2')).toBe(LATER_COMMIT);
  });
});

describe('GithubSource', () => {
  async function source() {
    const github = await fakeGithub();
    const upstream = new UpstreamClient({ connectTimeoutMs: 5_000, proxyFor: () => null, extraCaPem: null });
    onTestFinished(() => upstream.stop());
    const asked: string[] = [];
    const downloads = { prepare: async (at: string) => void asked.push(at), send: upstream.send.bind(upstream) };
    const options = { downloads, clock: systemClock, githubUrl: () => `${github.url}/` };
    return { github, options, asked, source: new GithubSource(options) };
  }
  const signal = new AbortController().signal;

  it('asks for the branches, and then for one commit, after the way there was prepared', async () => {
    const { github, source: from, asked } = await source();
    const archive = Buffer.from('archive');
    github.repositories.set('acme/skills', { refs: { 'refs/heads/main': COMMIT }, head: 'refs/heads/main', archives: { [COMMIT]: archive } });
    const found = await from.find('acme/skills', signal);
    expect(found).toEqual({ owner: 'acme', repo: 'skills', ref: null, commit: COMMIT, path: '' });
    const file = join(await tempFolder(), 'archive');
    const progress: number[] = [];
    await from.fetch(found, file, signal, (doneBytes) => progress.push(doneBytes));
    expect(await readFile(file)).toEqual(archive);
    expect(progress.at(-1)).toBe(archive.length);
    expect(asked).toHaveLength(3);
    await expect(from.findAgain({ owner: 'acme', repo: 'skills', ref: 'main/old' }, signal)).rejects.toThrow(/source-not-found/);
  });

  it('says that a repository is not there, and stops when it is given up', async () => {
    const { source: from, options, github } = await source();
    expect(problemOf(await from.find('acme/none', signal).catch((error: unknown) => error))).toMatchObject({
      code: 'source-not-found',
      values: { what: 'acme/none' },
    });
    const aborter = new AbortController();
    github.special.set('/slow', (response) => {
      response.writeHead(200);
      response.write('x', () => aborter.abort(new Error('given up')));
    });
    const sink = createWriteStream(join(await tempFolder(), 'x'));
    const slow = download(new URL(`${github.url}/slow`), sink, { ...options, signal: aborter.signal, limitBytes: 10, what: 'x' });
    await expect(slow).rejects.toThrow('given up');
    expect(sink.destroyed).toBe(true);
  });

  it('survives a file that fails before, or after, the download has ended', async () => {
    const { options, github } = await source();
    github.special.set('/gone', (response) => response.writeHead(500).end());
    const into = (sink: Writable) => download(new URL(`${github.url}/gone`), sink, { ...options, signal, limitBytes: 10, what: 'x' });
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const late = new Writable({ destroy: (_error, done) => setImmediate(() => done(new Error('in the middle of a write'))) });
    late.on('close', resolve);
    expect(problemOf(await into(late).catch((error: unknown) => error))).toMatchObject({ code: 'download-refused' });
    await closed;
    const early = createWriteStream(join(await tempFolder(), 'no', 'such', 'folder'));
    expect(problemOf(await into(early).catch((error: unknown) => error))).toMatchObject({ code: expect.stringMatching(/^download-/) });
  });
});
