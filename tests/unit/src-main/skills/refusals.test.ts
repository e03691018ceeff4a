/** Sources that are not taken, from the question to the last file: nothing of them stays anywhere. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { UNPACK_LIMITS } from '../../../../src-main/skills/limits.ts';
import { repositoryTarGz, zip } from '../../../support/archives.ts';
import { COMMIT, everythingBelow, install, type SkillRig, settled, skillMd, skillRig } from '../../../support/skill-rig.ts';

const SKILL = { 'pdf/SKILL.md': skillMd('pdf') };
const LIMITS = { ...UNPACK_LIMITS, fileBytes: 1_000_000, totalBytes: 2_000_000, entries: 50 };

function serve({ github }: SkillRig, archive: Buffer): void {
  github.repositories.set('acme/skills', { refs: { 'refs/heads/main': COMMIT }, head: 'refs/heads/main', archives: { [COMMIT]: archive } });
}

it.each([
  ['a path that climbs out', repositoryTarGz(SKILL, [{ path: '../../../evil', content: 'x' }]), 'path-escapes'],
  ['a bomb', repositoryTarGz({ ...SKILL, 'pdf/big': Buffer.alloc(40_000_000) }), 'file-too-large'],
  [
    'many files that are too much together',
    repositoryTarGz({ ...SKILL, ...Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`pdf/${at}`, Buffer.alloc(90_000)])) }),
    'too-large',
  ],
  [
    'too many files',
    repositoryTarGz({ ...SKILL, ...Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`pdf/${at}`, 'x'])) }),
    'too-many-files',
  ],
  ['no skill', repositoryTarGz({ 'README.md': 'x' }), 'no-skills'],
  ['half an archive', repositoryTarGz(SKILL).subarray(0, 100), 'archive-broken'],
  ['no archive', Buffer.from('<html>Sign in</html>'), 'archive-broken'],
  ['an archive in an archive', gzipSync(repositoryTarGz(SKILL)), 'archive-broken'],
])('takes nothing from a repository with %s', async (_what, archive, code) => {
  const rig = await skillRig({ limits: LIMITS });
  serve(rig, archive);
  expect(await install(rig, 'acme/skills')).toMatchObject({ phase: 'failed', problem: { code }, candidates: [] });
  expect(await everythingBelow(rig.folder)).toEqual([]);
});

it.each([
  ['a link in it', repositoryTarGz(SKILL, [{ path: 'pdf/link', type: 'SymbolicLink', linkpath: '/etc/passwd' }]), 'link-refused'],
  ['a hard link in it', repositoryTarGz(SKILL, [{ path: 'pdf/hard', type: 'Link', linkpath: 'pdf/SKILL.md' }]), 'link-refused'],
  ['a device in it', repositoryTarGz(SKILL, [{ path: 'pdf/null', type: 'CharacterDevice' }]), 'special-file'],
  ['names that differ in case only', repositoryTarGz({ ...SKILL, 'pdf/skill.md': 'other' }), 'name-clash'],
  ['a folder that differs from another in case only', repositoryTarGz({ ...SKILL, 'PDF/notes.md': 'other' }), 'name-clash'],
  ['a name of Windows', repositoryTarGz({ ...SKILL, 'pdf/nul.txt': 'x' }), 'name-not-portable'],
  ['broken front matter', repositoryTarGz({ 'pdf/SKILL.md': '---\nname: "open\n---\n' }), 'front-matter-broken'],
  ['a folder name that cannot be one', repositoryTarGz({ '-pdf/SKILL.md': skillMd('pdf') }), 'folder-name-invalid'],
])('shows a skill with %s, and does not install it', async (_what, archive, code) => {
  const rig = await skillRig();
  serve(rig, archive);
  const found = await settled(rig, rig.manager.find({ source: { kind: 'github', text: 'acme/skills' }, projects: [] }));
  expect(found).toMatchObject({ phase: 'choosing', candidates: [{ problems: [{ code }] }] });
  const path = found.candidates[0]?.path ?? '';
  await expect(rig.manager.choose({ id: found.id, place: rig.user, selections: [{ path, replace: false }] })).rejects.toMatchObject({
    code: 'SKILL_REFUSED',
  });
  await rig.manager.cancel(found.id);
  expect(await everythingBelow(rig.folder)).toEqual([]);
});

it('installs a good skill from a repository in which another one is not', async () => {
  const rig = await skillRig();
  serve(rig, repositoryTarGz({ ...SKILL, 'docx/SKILL.md': skillMd('docx') }, [{ path: 'docx/link', type: 'SymbolicLink', linkpath: '../pdf' }]));
  expect(await install(rig, 'acme/skills', [{ path: 'pdf', replace: false }])).toMatchObject({ phase: 'done' });
  expect(await everythingBelow(rig.claude)).toEqual(['skills/pdf/SKILL.md']);
});

it('takes no ZIP with a climbing name, a link or a false size, and no file that is none', async () => {
  const rig = await skillRig({ limits: LIMITS });
  const good = { path: 'pdf/SKILL.md', content: skillMd('pdf') };
  const archives = {
    'path-escapes': zip([good, { path: '..\\..\\evil.txt', content: 'x' }]),
    'file-too-large': zip([good, { path: 'pdf/big', content: Buffer.alloc(5_000_000) }]),
    'archive-broken': zip([good, { path: 'pdf/big', content: Buffer.alloc(900_000), declaredBytes: 5 }]),
    'archive-encrypted': zip([good, { path: 'pdf/x', content: 'x', isEncrypted: true }]),
  };
  for (const [code, archive] of Object.entries(archives)) {
    const file = join(rig.folder, `${code}.zip`);
    await writeFile(file, archive);
    expect(await install(rig, file)).toMatchObject({ phase: 'failed', problem: { code } });
  }
  expect(await install(rig, join(rig.folder, 'missing.zip'))).toMatchObject({ phase: 'failed', problem: { code: 'source-not-found' } });
  expect((await everythingBelow(rig.folder)).filter((file) => !file.endsWith('.zip'))).toEqual([]);
});

it.each([
  ['is too large', { 'content-length': String(200_000_000) }, 200, 'download-too-large'],
  ['leads to another machine without encryption', { location: 'http://example.com/x.tar.gz' }, 302, 'redirect-refused'],
  ['leads to a file of this machine', { location: 'file:///etc/passwd' }, 302, 'redirect-refused'],
  ['leads to itself without end', { location: '?.tar.gz' }, 302, 'redirect-refused'],
  ['is not there', {}, 404, 'source-not-found'],
  ['may not be had now', {}, 429, 'download-refused'],
])('takes no download that %s', async (_what, headers, status, code) => {
  const rig = await skillRig();
  serve(rig, repositoryTarGz(SKILL));
  rig.github.special.set('.tar.gz', (response) => void response.writeHead(status, headers).end());
  expect(await install(rig, 'acme/skills')).toMatchObject({ phase: 'failed', problem: { code } });
  expect(await everythingBelow(rig.folder)).toEqual([]);
});

it('takes no download that breaks off', async () => {
  const rig = await skillRig();
  serve(rig, repositoryTarGz(SKILL));
  rig.github.special.set('.tar.gz', (response) => {
    response.writeHead(200, { 'content-length': '100000' });
    response.write(Buffer.alloc(1_000), () => response.destroy());
  });
  expect(await install(rig, 'acme/skills')).toMatchObject({ phase: 'failed', problem: { code: 'download-failed' } });
  expect(await everythingBelow(rig.folder)).toEqual([]);
});
