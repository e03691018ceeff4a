/** The page of skills in Chromium, with a GitHub of its own and files that are there before the app starts. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { type Dashboard, useDashboardBrowser } from './dashboard-page.ts';
import { type FakeGithub, fakeGithub } from './fake-github.ts';

export interface OpenedSkills {
  readonly dashboard: Dashboard;
  readonly github: FakeGithub;
  readonly home: string;
  /** In the folder of the user's own skills. */
  readonly skill: (...path: readonly string[]) => string;
}

/** Call at the top of a test file. @returns Opens the page; `files` lie below the home folder. */
export function useSkillsPage(): (files?: Readonly<Record<string, string>>, path?: string) => Promise<OpenedSkills> {
  const browser = useDashboardBrowser();
  return async (files = {}, path = '/skills') => {
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
  };
}

/** Makes the folders on the way too. */
export function write(file: string, content: string | Buffer): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

export const skillMd = (name: string, text = 'Text', more = '') =>
  `---\nname: ${name}\ndescription: What ${name} does for people who need it\n${more}---\n\n# ${name}\n\n${text}\n`;

/** What acme/skills holds at this commit, its newest. */
export function publish(github: FakeGithub, commit: string, archive: Buffer): void {
  const archives = { ...github.repositories.get('acme/skills')?.archives, [commit]: archive };
  github.repositories.set('acme/skills', { refs: { 'refs/heads/main': commit }, head: 'refs/heads/main', archives });
}

export async function find({ page }: Dashboard, text: string): Promise<Locator> {
  await page.getByRole('button', { name: 'Install', exact: true }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Install skills' });
  await dialog.getByLabel('Repository').fill(text);
  await dialog.getByRole('button', { name: 'Look what is there' }).click();
  return dialog;
}

export const row = ({ page }: Dashboard, name: string) => page.getByRole('article', { name, exact: true });
