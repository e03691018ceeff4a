/** Archives and folders below a fresh folder, as the thread of skills does it. */
import { chmod, lstat, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { EntryGate } from '../../../../src-main/skills/entry-gate.ts';
import { UNPACK_LIMITS, type UnpackLimits } from '../../../../src-main/skills/limits.ts';
import { problemOf } from '../../../../src-main/skills/skill-refusal.ts';
import { takeFolder } from '../../../../src-main/skills/take-folder.ts';
import { TreeWriter } from '../../../../src-main/skills/tree-writer.ts';
import { unpackTar } from '../../../../src-main/skills/unpack-tar.ts';
import { unpackZip } from '../../../../src-main/skills/unpack-zip.ts';
import { tar, tarGz, zip } from '../../../support/archives.ts';
import { everythingBelow } from '../../../support/skill-rig.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

async function unpack(kind: 'tar' | 'zip', archive: Buffer, limits: Partial<UnpackLimits> = {}) {
  const folder = await tempFolder();
  const root = join(folder, 'to');
  await mkdir(root);
  await writeFile(join(folder, 'archive'), archive);
  const gate = new EntryGate({ limits: { ...UNPACK_LIMITS, ...limits }, under: '', stripped: 0 });
  const writer = new TreeWriter(root, gate, () => undefined);
  const run = kind === 'tar' ? unpackTar : unpackZip;
  const refused = await run(join(folder, 'archive'), gate, writer).then(
    () => null,
    (error: unknown) => problemOf(error),
  );
  return { folder, root, refused, files: await everythingBelow(root), left: gate.problems.map(({ code }) => code) };
}

const both = [
  ['tar', tarGz],
  ['zip', zip],
] as const;

describe.each(both)('unpacking a %s', (kind, pack) => {
  it('writes files, with the right to run kept and all others plain', async () => {
    const { root, files, refused } = await unpack(
      kind,
      pack([
        { path: 'a/SKILL.md', content: 'hello' },
        { path: 'a/run.sh', content: '#!', mode: 0o104_755 },
      ]),
    );
    expect(refused).toBeNull();
    expect(files).toEqual(['a/SKILL.md', 'a/run.sh']);
    expect(await readFile(join(root, 'a/SKILL.md'), 'utf8')).toBe('hello');
    if (process.platform === 'win32') return;
    expect((await lstat(join(root, 'a/run.sh'))).mode & 0o111).not.toBe(0);
    // Neither set-user-id nor anything else beyond read, write and run.
    expect((await lstat(join(root, 'a/run.sh'))).mode & 0o7000).toBe(0);
    expect((await lstat(join(root, 'a/SKILL.md'))).mode & 0o111).toBe(0);
  });

  it.each(['../evil', 'a/../../evil', '/tmp/code-proxy-evil', 'C:\\evil', '..\\evil'])('refuses it all for the path %s', async (path) => {
    const { folder, refused, files } = await unpack(kind, pack([{ path: 'a/SKILL.md' }, { path, content: 'evil' }]));
    expect(refused).toMatchObject({ code: 'path-escapes' });
    expect(files).toEqual(['a/SKILL.md']);
    expect(await everythingBelow(folder)).toEqual(['archive', 'to/a/SKILL.md']);
  });

  it('refuses many bytes in few, before they are on the disk', async () => {
    const bomb = Buffer.alloc(20_000_000);
    const { refused } = await unpack(kind, pack([{ path: 'a', content: bomb }]), { fileBytes: 1_000_000 });
    expect(refused).toMatchObject({ code: 'file-too-large' });
    const many = Array.from({ length: 30 }, (_, at) => ({ path: `f${at}`, content: bomb.subarray(0, 100_000) }));
    expect((await unpack(kind, pack(many), { totalBytes: 1_000_000 })).refused).toMatchObject({ code: 'too-large' });
    expect((await unpack(kind, pack(many), { passedBytes: 1_000_000 })).refused).toMatchObject({ code: 'too-large' });
    expect((await unpack(kind, pack(many), { entries: 29 })).refused).toMatchObject({ code: 'too-many-files' });
  });

  it('does not write two names of one file', async () => {
    const { files, left } = await unpack(
      kind,
      pack([
        { path: 'a/x', content: '1' },
        { path: 'A/x', content: '2' },
        { path: 'a/x', content: '3' },
      ]),
    );
    expect(files).toEqual(['a/x']);
    expect(left).toEqual(['name-clash', 'name-clash']);
  });

  it('says that an archive is damaged', async () => {
    const whole = pack([{ path: 'a', content: 'some text that takes a little room' }]);
    expect((await unpack(kind, whole.subarray(0, whole.length - 30))).refused).toMatchObject({ code: 'archive-broken' });
    expect((await unpack(kind, Buffer.from('no archive at all'))).refused).toMatchObject({ code: 'archive-broken' });
    expect((await unpack(kind, Buffer.alloc(0))).refused).toMatchObject({ code: 'archive-broken' });
  });
});

describe('unpackTar', () => {
  it.each([
    ['SymbolicLink', 'link-refused'],
    ['Link', 'link-refused'],
    ['CharacterDevice', 'special-file'],
    ['FIFO', 'special-file'],
  ] as const)('makes no %s, and writes nothing through it', async (type, code) => {
    const entry = type.endsWith('Link') ? { path: 'a', type, linkpath: '/etc' } : { path: 'a', type };
    const { files, left } = await unpack('tar', tarGz([entry, { path: 'a/passwd', content: 'x' }]));
    expect(files).toEqual([]);
    expect(left).toEqual([code, 'name-clash']);
  });

  it('does not unpack what is compressed twice, which would not be counted', async () => {
    expect((await unpack('tar', gzipSync(gzipSync(Buffer.alloc(1_000_000))))).refused).toMatchObject({ code: 'archive-broken' });
  });

  it('wants it compressed', async () => {
    expect((await unpack('tar', tar([{ path: 'a' }]))).refused).toMatchObject({ code: 'archive-broken' });
  });
});

describe('unpackZip', () => {
  it('makes no link and no device', async () => {
    const entries = [
      { path: 'link', content: '/etc/passwd', mode: 0o120_777 },
      { path: 'pipe', mode: 0o010_644 },
      { path: 'plain', content: 'x' },
    ];
    const { files, left } = await unpack('zip', zip(entries));
    expect(files).toEqual(['plain']);
    expect(left).toEqual(['link-refused', 'special-file']);
  });

  it('refuses an entry that holds more than it declares', async () => {
    const { refused } = await unpack('zip', zip([{ path: 'a', content: Buffer.alloc(1_000_000), declaredBytes: 10 }]));
    expect(refused).toMatchObject({ code: 'archive-broken' });
  });

  it('refuses an entry whose content is not what was packed', async () => {
    const damaged = zip([
      { path: 'a/SKILL.md', content: 'hello' },
      { path: 'b', content: 'world', declaredCrc32: 1 },
    ]);
    expect((await unpack('zip', damaged)).refused).toMatchObject({ code: 'archive-broken', values: { reason: expect.stringContaining('b') } });
  });

  it('refuses an encrypted entry', async () => {
    expect((await unpack('zip', zip([{ path: 'a', content: 'x', isEncrypted: true }]))).refused).toMatchObject({
      code: 'archive-encrypted',
      values: { path: 'a' },
    });
  });

  it('does not take a backslash for a slash', async () => {
    const { files, left } = await unpack('zip', zip([{ path: 'a\\b', content: 'x' }]));
    expect(files).toEqual([]);
    expect(left).toEqual(['name-not-portable']);
  });
});

describe('takeFolder', () => {
  it('copies files and follows no link', async () => {
    const folder = await tempFolder();
    const [from, to] = [join(folder, 'from'), join(folder, 'to')];
    await mkdir(join(from, 'a', '.git'), { recursive: true });
    await mkdir(to);
    await writeFile(join(folder, 'secret'), 'secret');
    await writeFile(join(from, 'a', 'SKILL.md'), 'hello');
    await writeFile(join(from, 'a', 'run.sh'), '#!');
    await writeFile(join(from, 'a', '.git', 'config'), 'x');
    await chmod(join(from, 'a', 'run.sh'), 0o755);
    await symlink(join(folder, 'secret'), join(from, 'a', 'link'));
    await symlink(folder, join(from, 'b'));
    const gate = new EntryGate({ limits: UNPACK_LIMITS, under: '', stripped: 0 });
    takeFolder(from, gate, new TreeWriter(to, gate, () => undefined));
    expect(await everythingBelow(to)).toEqual(['a/SKILL.md', 'a/run.sh']);
    expect(gate.problems.map(({ code, values }) => [code, values.path])).toEqual([
      ['link-refused', 'a/link'],
      ['link-refused', 'b'],
    ]);
  });
});
