/** The page of skills: reading, switching, removing and putting back, and how it looks. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { eventually } from '../../support/eventually.ts';
import { accessibilityFaults, cutTexts, misfits, resize, stillness } from '../../support/page-inspection.ts';
import { row, skillMd, useSkillsPage, write } from '../../support/skills-page.ts';

const open = useSkillsPage();
const LONG_LIMIT_MS = 600_000;

/** Everything that Markdown of strangers could try. */
const HOSTILE = `See [your bank](https://evil.example/login) and [this](javascript:alert(1)).

![pixel](https://evil.example/pixel.png)

<img src="https://evil.example/raw.png" onerror="alert(1)">

- [ ] a task

| a | b |
|---|---|
| 1 | 2 |
`;

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
