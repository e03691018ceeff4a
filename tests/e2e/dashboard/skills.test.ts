/** The page of skills: installing from GitHub, ZIP and folder, reading, switching, updating, removing and putting back, and how it looks. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { repositoryTarGz, zip } from '../../support/archives.ts';
import { type Dashboard, useDashboardBrowser } from '../../support/dashboard-page.ts';
import { eventually } from '../../support/eventually.ts';
import { type FakeGithub, fakeGithub } from '../../support/fake-github.ts';
import { accessibilityFaults, cutTexts, misfits, resize, stillness } from '../../support/page-inspection.ts';

const browser = useDashboardBrowser();
const COMMIT = '1'.repeat(40);
const LATER_COMMIT = '2'.repeat(40);
const LONG_LIMIT_MS = 480_000;

const skillMd = (name: string, text = 'Text', more = '') =>
  `---\nname: ${name}\ndescription: What ${name} does for people who need it\n${more}---\n\n# ${name}\n\n${text}\n`;
/** Everything that Markdown of strangers could try. */
const HOSTILE = `See [your bank](https://evil.example/login) and [this](javascript:alert(1)).

![pixel](https://evil.example/pixel.png)

<img src="https://evil.example/raw.png" onerror="alert(1)">

- [ ] a task

| a | b |
|---|---|
| 1 | 2 |
`;

interface Opened {
  readonly dashboard: Dashboard;
  readonly github: FakeGithub;
  readonly home: string;
  /** In the folder of the user's own skills. */
  readonly skill: (...path: readonly string[]) => string;
}

/** @param files  Below the home folder, there before the app starts. */
async function open(files: Readonly<Record<string, string>> = {}, path = '/skills'): Promise<Opened> {
  const github = await fakeGithub();
  let home = '';
  const dashboard = await browser.open({
    prepare(folder) {
      home = folder;
      for (const [name, content] of Object.entries(files)) write(join(folder, name), content);
    },
  });
  const { code, err } = await dashboard.app.verb('settings', 'set', 'skills.githubUrl', github.url);
  expect(code, err).toBe(0);
  await dashboard.visit(path);
  return { dashboard, github, home, skill: (...parts) => join(home, '.claude', 'skills', ...parts) };
}

function write(file: string, content: string | Buffer): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

const two = { 'skills/pdf/SKILL.md': skillMd('pdf'), 'skills/pdf/run.py': 'print(1)\n', 'skills/xlsx/SKILL.md': skillMd('xlsx') };
function publish(github: FakeGithub, commit: string, archive: Buffer): void {
  const archives = { ...github.repositories.get('acme/skills')?.archives, [commit]: archive };
  github.repositories.set('acme/skills', { refs: { 'refs/heads/main': commit }, head: 'refs/heads/main', archives });
}

async function find({ page }: Dashboard, text: string): Promise<Locator> {
  await page.getByRole('button', { name: 'Install', exact: true }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Install skills' });
  await dialog.getByLabel('Repository').fill(text);
  await dialog.getByRole('button', { name: 'Look what is there' }).click();
  return dialog;
}
const row = ({ page }: Dashboard, name: string) => page.getByRole('article', { name, exact: true });

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

it('switches a skill off and on, removes it and undoes that, all with the keyboard', async () => {
  const { dashboard, skill } = await open({ '.claude/skills/pdf/SKILL.md': skillMd('pdf'), '.claude/skills/xlsx/SKILL.md': skillMd('xlsx') });
  const { page } = dashboard;
  await page.getByRole('switch', { name: 'pdf on or off' }).press('Space');
  await row(dashboard, 'pdf').getByText('Off', { exact: true }).waitFor();
  await eventually(() => existsSync(skill('pdf'))).toBe(false);
  await page.getByRole('switch', { name: 'pdf on or off' }).press('Space');
  await eventually(() => existsSync(skill('pdf', 'SKILL.md'))).toBe(true);
  await page.getByRole('button', { name: 'Actions for xlsx' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Remove' }).press('Enter');
  await row(dashboard, 'xlsx').waitFor({ state: 'detached' });
  expect(existsSync(skill('xlsx'))).toBe(false);
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await row(dashboard, 'xlsx').waitFor();
  expect(existsSync(skill('xlsx', 'SKILL.md'))).toBe(true);

  await page.keyboard.press('/');
  await page.keyboard.type('xls');
  await row(dashboard, 'pdf').waitFor({ state: 'detached' });
  await page.getByRole('searchbox').fill('');
  await page.getByRole('link', { name: 'pdf', exact: true }).press('ArrowDown');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: 'Skill' });
  await panel.getByRole('heading', { level: 2, name: 'xlsx' }).waitFor();
  await page.keyboard.press('k');
  await panel.getByRole('heading', { level: 2, name: 'pdf' }).waitFor();
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
});

it('shows Markdown of strangers without its HTML, pictures and hidden addresses, and asks nobody for anything', async () => {
  const { dashboard } = await open({ '.claude/skills/evil/SKILL.md': skillMd('evil', HOSTILE) });
  const { page } = dashboard;
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).host));
  await page.getByRole('link', { name: 'evil', exact: true }).click();
  const panel = page.getByRole('complementary', { name: 'Skill' });
  await panel.getByText('Picture not loaded: pixel').waitFor();
  await panel.getByText('<img src=').waitFor();
  expect(await panel.locator('img').count()).toBe(0);
  const link = panel.getByRole('link', { name: 'your bank' });
  expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
  await panel.getByText('(evil.example)').waitFor();
  expect(await panel.getByRole('link', { name: 'this' }).count()).toBe(0);
  expect(new Set(asked)).toEqual(new Set([new URL(dashboard.url).host]));
  expect(await accessibilityFaults(page)).toEqual([]);
});

it('follows what other programs do to the folder when the page is looked at again', async () => {
  const { dashboard, skill } = await open({ '.claude/skills/pdf/SKILL.md': skillMd('pdf') });
  await row(dashboard, 'pdf').waitFor();
  write(skill('later', 'SKILL.md'), skillMd('later'));
  await dashboard.app.verb('skill', 'disable', 'pdf');
  await row(dashboard, 'pdf').getByText('Off', { exact: true }).waitFor();
  await row(dashboard, 'later').waitFor();
});

const NAME = 'a-skill-with-quite-a-long-name-that-somebody-made-up';
const MANY = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`.claude/skills/skill-${index}/SKILL.md`, skillMd(`skill-${index}`)]));
const SAMPLES = {
  [`.claude/skills/${NAME}/SKILL.md`]: skillMd(
    NAME,
    HOSTILE,
    'allowed-tools: Read, Write, Edit, Glob, Grep, WebFetch, Bash(npm run test:*), mcp__a__b\n',
  ),
  '.claude/skills/broken/SKILL.md': '---\nname: [unclosed\n---\n\nHello\n',
  '.claude/skills/empty/note.txt': 'no SKILL.md',
  '.claude/commands/review.md': '---\ndescription: Reviews a branch\n---\nReview',
  '.claude/agents/tester.md': '---\nname: tester\ndescription: Tests\n---\nTest',
  ...MANY,
};
const SIZES = [
  { width: 900, height: 600 },
  { width: 1280, height: 800 },
];

it.each([
  ['en', 'en', 'light'],
  ['zh', 'zh-Hans', 'dark'],
  ['ru', 'ru', 'dark'],
] as const)('fits, can be read and is accessible with 200 skills and long names in %s', { timeout: LONG_LIMIT_MS }, async (language, tag, theme) => {
  const { dashboard, home } = await open(SAMPLES);
  const { page, app } = dashboard;
  const { items } = await app.json(z.object({ items: z.array(z.object({ folderName: z.string() })) }), 'skill', 'list');
  expect(items.length).toBe(203);
  await page.emulateMedia({ colorScheme: theme });
  await app.verb('settings', 'set', 'ui.language', language);
  await page.locator(`html[lang=${tag}][data-theme=${theme}]`).waitFor();
  const openKey = encodeURIComponent(`${NAME}/user:${join(home, '.claude')}`);
  for (const path of ['/skills', `/skills?open=${openKey}`, '/skills?new=1', '/skills?backups=1', '/skills?updates=1']) {
    await dashboard.visit(path);
    if (path.endsWith('=1')) await page.getByRole('dialog').waitFor();
    else if (path.includes('open')) await page.getByRole('complementary').getByRole('table').first().waitFor();
    else await page.getByRole('article').nth(202).waitFor();
    await stillness(page);
    expect.soft(await accessibilityFaults(page), path).toEqual([]);
    for (const size of SIZES) {
      await resize(page, size);
      expect.soft(await misfits(page), `${path} at ${size.width}`).toEqual([]);
      expect.soft(await cutTexts(page), `${path} at ${size.width}`).toEqual([]);
    }
  }
});

it('keeps all nine entries of the menu in sight at 600 px of height, in every language', async () => {
  const { dashboard } = await open();
  const { page, app } = dashboard;
  for (const [language, tag] of [
    ['en', 'en'],
    ['zh', 'zh-Hans'],
    ['ru', 'ru'],
  ] as const) {
    await app.verb('settings', 'set', 'ui.language', language);
    await page.locator(`html[lang=${tag}]`).waitFor();
    for (const width of [900, 1280]) {
      await page.setViewportSize({ width, height: 600 });
      const { count, bottom, cut } = await page.locator('nav').evaluate((nav) => {
        const links = [...nav.querySelectorAll('a')];
        const labels = links.map((link) => link.querySelector('span:last-child')).filter((label) => label !== null);
        return {
          count: links.length,
          bottom: Math.max(...links.map((link) => link.getBoundingClientRect().bottom)),
          cut: links.filter((link) => link.scrollWidth > link.clientWidth + 1).length + labels.filter((label) => label.scrollHeight > 30).length,
        };
      });
      expect({ language, width, count, cut }).toEqual({ language, width, count: 9, cut: 0 });
      expect(bottom).toBeLessThanOrEqual(600);
    }
  }
});
