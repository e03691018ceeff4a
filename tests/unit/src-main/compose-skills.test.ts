import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repositoryTarGz } from '../../support/archives.ts';
import { coreFixture } from '../../support/core-fixture.ts';
import { eventually } from '../../support/eventually.ts';
import { fakeGithub } from '../../support/fake-github.ts';
import { COMMIT, skillMd, writeTree } from '../../support/skill-rig.ts';

it('installs from the address in the settings, over the app’s own way out, and tells the feed', async () => {
  const github = await fakeGithub();
  const archives = { [COMMIT]: repositoryTarGz({ 'SKILL.md': skillMd('pdf') }) };
  github.repositories.set('acme/pdf', { refs: { 'refs/heads/main': COMMIT }, head: 'refs/heads/main', archives });
  const { core, folder } = await coreFixture({ mode: 'data-only' });
  await core.start();
  const { skills, settings, feed } = core.services;
  await settings.change([{ path: 'skills.githubUrl', value: github.url }]);
  const aborter = new AbortController();
  const seen: string[] = [];
  const reading = (async () => {
    for await (const { event } of feed.read(null, aborter.signal)) seen.push(event.type);
  })();
  const { id } = skills.find({ source: { kind: 'github', text: 'acme/pdf' }, projects: [] });
  await eventually(() => skills.job(id).phase).toBe('choosing');
  const place = { kind: 'user', folder: join(folder, 'claude') } as const;
  await skills.choose({ id, place, selections: [{ path: '', replace: false }] });
  await eventually(() => skills.job(id).phase).toBe('done');
  expect((await skills.list({ projects: [] })).items).toMatchObject([{ folderName: 'pdf', place }]);
  await eventually(() => seen).toEqual(expect.arrayContaining(['skill-job', 'skills-changed']));
  aborter.abort();
  await reading;
});

it('looks into the projects that Claude Code knows', async () => {
  const { core, folder } = await coreFixture({ mode: 'data-only' });
  const project = join(folder, 'shop');
  await writeTree(join(project, '.claude/skills/till'), { 'SKILL.md': skillMd('till') });
  await writeTree(join(folder, 'claude'), {});
  await core.start();
  await writeTree(join(folder, 'claude'), { '.claude.json': JSON.stringify({ projects: { [project]: {}, relative: {} } }) });
  expect((await core.services.skills.list({ projects: [] })).items).toMatchObject([{ folderName: 'till', place: { kind: 'project', project } }]);
  await writeFile(join(folder, 'claude', '.claude.json'), '{ broken');
  expect((await core.services.skills.list({ projects: [] })).items).toEqual([]);
});
