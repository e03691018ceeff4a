/** Getting skills from GitHub, a ZIP file and a folder: what is refused, replaced, stopped, updated and undone. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repositoryTarGz, zip } from '../../support/archives.ts';
import { eventually } from '../../support/eventually.ts';
import { find, publish, row, skillMd, useSkillsPage, write } from '../../support/skills-page.ts';

const open = useSkillsPage();
const COMMIT = '1'.repeat(40);
const LATER_COMMIT = '2'.repeat(40);
const two = { 'skills/pdf/SKILL.md': skillMd('pdf'), 'skills/pdf/run.py': 'print(1)\n', 'skills/xlsx/SKILL.md': skillMd('xlsx') };

it('installs chosen skills of a repository, shows what it refuses and why, and takes all of it back', async () => {
  const { dashboard, github, skill } = await open();
  const { page } = dashboard;
  publish(
    github,
    COMMIT,
    repositoryTarGz({ ...two, 'skills/bad/SKILL.md': skillMd('bad') }, [{ path: 'skills/bad/key', type: 'SymbolicLink', linkpath: '/etc/passwd' }]),
  );
  await page.getByText('No skills yet').waitFor();
  const dialog = await find(dashboard, 'acme/skills');
  await dialog.getByText('3 skills found in acme/skills').waitFor();
  await dialog.getByRole('listitem', { name: 'bad' }).getByText('is a link. Links could lead anywhere on this computer.').waitFor();
  expect(await dialog.getByRole('checkbox', { name: 'bad' }).count()).toBe(0);
  await dialog.getByRole('button', { name: 'Read pdf' }).click();
  await dialog.getByRole('heading', { name: 'pdf' }).waitFor();
  await dialog.getByRole('checkbox', { name: 'pdf', exact: true }).click();
  await dialog.getByRole('button', { name: 'Install 1 skill' }).click();
  await dialog.getByText('1 skill is installed.').waitFor();
  expect(readFileSync(skill('pdf', 'run.py'), 'utf8')).toBe('print(1)\n');
  expect(existsSync(skill('xlsx'))).toBe(false);
  await dialog.getByRole('button', { name: 'Undo' }).click();
  await dialog.getByText('Undone. Everything is as it was before.').waitFor();
  expect(existsSync(skill('pdf'))).toBe(false);
  await dialog.getByRole('button', { name: 'Close', exact: true }).first().click();
  await page.getByText('No skills yet').waitFor();
});

it('asks before a skill is replaced, keeps the old one, and puts it back from the backups', async () => {
  const { dashboard, github, skill } = await open({ '.claude/skills/pdf/SKILL.md': skillMd('pdf', 'Mine') });
  // The refusal of the core is what the browser calls a failed request.
  dashboard.announce(/409 \(Conflict\)/);
  const { page } = dashboard;
  publish(github, COMMIT, repositoryTarGz(two));
  const dialog = await find(dashboard, `${github.url}/acme/skills/tree/main/skills/pdf`);
  await dialog.getByText('A skill of that folder name is there already.').waitFor();
  expect(await dialog.getByRole('button', { name: 'Install', exact: true }).isDisabled()).toBe(true);
  await dialog.getByRole('checkbox', { name: 'Replace it; the old one is kept as a backup' }).click();
  await dialog.getByRole('button', { name: 'Install 1 skill' }).click();
  await dialog.getByText('1 skill is installed.').waitFor();
  expect(readFileSync(skill('pdf', 'SKILL.md'), 'utf8')).toContain('Text');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Backups' }).click();
  await page.getByRole('button', { name: 'Put pdf back' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Replace' }).click();
  await dashboard.sees('“pdf” is back.');
  expect(readFileSync(skill('pdf', 'SKILL.md'), 'utf8')).toContain('Mine');
});

it('takes a ZIP file that is dropped, in parts, and a folder of this computer', async () => {
  const { dashboard, home, skill } = await open();
  const { page } = dashboard;
  write(join(home, 'mine', 'SKILL.md'), skillMd('mine'));
  // Larger than one request, and not to be packed smaller.
  const noise = Buffer.from(Array.from({ length: 1_300_000 }, (_, index) => (index * 7_919 + (index >> 5) * 104_729) % 251));
  const archive = zip([
    { path: 'zipped/SKILL.md', content: skillMd('zipped') },
    { path: 'zipped/data.bin', content: noise },
  ]);
  await page.getByRole('button', { name: 'Install', exact: true }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Install skills' });
  await dialog.getByRole('button', { name: 'ZIP file' }).click();
  const data = await page.evaluateHandle((base64) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], 'zipped.zip'));
    return transfer;
  }, archive.toString('base64'));
  await dialog.getByText('Drop a ZIP file here or choose one').dispatchEvent('drop', { dataTransfer: data });
  await dialog.getByText('1 skill found in zipped.zip').waitFor();
  await dialog.getByRole('button', { name: 'Install 1 skill' }).click();
  await dialog.getByText('1 skill is installed.').waitFor();
  expect(readFileSync(skill('zipped', 'data.bin')).equals(noise)).toBe(true);
  await dialog.getByRole('button', { name: 'Another source' }).click();
  await dialog.getByRole('button', { name: 'Folder', exact: true }).click();
  await dialog.getByLabel('Folder', { exact: true }).fill(join(home, 'mine'));
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Install 1 skill' }).click();
  await dialog.getByRole('button', { name: 'Open mine' }).click();
  await page.getByRole('complementary', { name: 'Skill' }).getByRole('heading', { name: 'mine' }).first().waitFor();
});

it('shows how far a download is, stops it with nothing left behind, and says why a source cannot be used', async () => {
  const { dashboard, github, home } = await open();
  publish(github, COMMIT, repositoryTarGz(two));
  const archive = repositoryTarGz(two);
  // As many bytes as were promised never come.
  github.special.set('.tar.gz', (response) => {
    response.writeHead(200, { 'content-type': 'application/x-gzip', 'content-length': archive.length * 2 });
    response.write(archive);
  });
  const dialog = await find(dashboard, 'acme/skills');
  await eventually(() => dialog.getByRole('progressbar', { name: 'Downloading' }).getAttribute('aria-valuenow')).toBe('50');
  await dialog.getByRole('button', { name: 'Stop' }).click();
  expect(await dialog.getByLabel('Repository').inputValue()).toBe('acme/skills');
  await eventually(async () => (await dashboard.app.verb('skill', 'list', '--json')).code).toBe(0);
  expect(existsSync(join(home, '.claude', 'skills', 'pdf'))).toBe(false);
  await dialog.getByLabel('Repository').fill('acme/none');
  await dialog.getByRole('button', { name: 'Look what is there' }).click();
  const note = dialog.getByRole('alert').filter({ hasText: 'acme/none' });
  await note.waitFor();
  await note.getByText('Private repositories cannot be read.').waitFor();
});

it('finds an update, shows what it changes, applies it, and undoes it', async () => {
  const { dashboard, github, skill } = await open();
  const { page } = dashboard;
  publish(github, COMMIT, repositoryTarGz(two));
  const dialog = await find(dashboard, 'acme/skills');
  await dialog.getByRole('checkbox', { name: 'All that can be installed' }).click();
  await dialog.getByRole('button', { name: 'Install 2 skills' }).click();
  await dialog.getByText('2 skills are installed.').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Check for updates' }).click();
  await dashboard.sees('Everything is up to date.');

  const newer = {
    'skills/pdf/SKILL.md': skillMd('pdf', 'Better text'),
    'skills/pdf/new.md': 'new\n',
    'skills/xlsx/SKILL.md': skillMd('xlsx', 'Better'),
  };
  publish(github, LATER_COMMIT, repositoryTarGz(newer));
  writeFileSync(skill('xlsx', 'SKILL.md'), skillMd('xlsx', 'My own text'));
  await page.getByRole('button', { name: 'Check for updates' }).click();
  await dashboard.sees('2 updates are available.');
  await row(dashboard, 'pdf').getByText('Update', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  const updates = page.getByRole('dialog', { name: 'Updates' });
  await updates.getByRole('button', { name: 'Show what changes in pdf' }).click();
  expect(await updates.getByRole('region', { name: 'Changes in SKILL.md' }).textContent()).toContain('-Text+Better text');
  await updates.getByRole('region', { name: 'new.md', exact: true }).getByText('added', { exact: true }).waitFor();
  await updates.getByRole('region', { name: 'run.py', exact: true }).getByText('removed', { exact: true }).waitFor();
  // The one that was changed here waits for leave of its own.
  await updates.getByRole('button', { name: 'Update 1 skill' }).click();
  await updates.getByText('1 skill is updated.').waitFor();
  expect(readFileSync(skill('pdf', 'SKILL.md'), 'utf8')).toContain('Better text');
  expect(readFileSync(skill('xlsx', 'SKILL.md'), 'utf8')).toContain('My own text');
  await updates.getByRole('button', { name: 'Undo' }).click();
  await updates.getByText('Undone. Everything is as it was before.').waitFor();
  expect(readFileSync(skill('pdf', 'run.py'), 'utf8')).toBe('print(1)\n');
  await updates.getByRole('button', { name: 'Look again' }).click();
  await updates.getByRole('checkbox', { name: 'Overwrite my changes' }).click();
  await updates.getByRole('button', { name: /^Update \d skills?$/ }).click();
  await eventually(() => readFileSync(skill('xlsx', 'SKILL.md'), 'utf8')).toContain('Better');
});
