/** The page of MCP servers: adding, editing as form and JSON, switching off, moving, testing, importing, removing and undoing, and how it looks. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { type Dashboard, useDashboardBrowser } from '../../support/dashboard-page.ts';
import { eventually } from '../../support/eventually.ts';
import { McpHttpServer } from '../../support/mcp-http-server.ts';
import { accessibilityFaults, cutTexts, misfits, resize, stillness } from '../../support/page-inspection.ts';

const browser = useDashboardBrowser();
const STDIO_SERVER = fileURLToPath(new URL('../../fixtures/mcp/stdio-server.mjs', import.meta.url));
const SECRET = 'sk-a-secret-of-the-server-1234567890';
const fileSchema = z.looseObject({ mcpServers: z.record(z.string(), z.looseObject({})).default({}) });

const SIZES = [
  { width: 900, height: 600 },
  { width: 1280, height: 800 },
];
const DIALOGS = [
  ['Add server', 'dark'],
  ['Import', 'light'],
  ['Presets', 'dark'],
] as const;
const LANGUAGES = [
  ['zh', 'zh-Hans'],
  ['ru', 'ru'],
] as const;

/** A hundred servers are looked at closely, on machines that are busy. */
const LONG_LIMIT_MS = 600_000;

interface Opened {
  readonly dashboard: Dashboard;
  /** What Claude Code would read now. */
  readonly servers: () => Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly project: string;
  readonly file: string;
}

/** @param servers  Of the user's scope, there before the app starts. @param local  Of the local scope of a project. */
async function open(servers: Readonly<Record<string, unknown>> = {}, path = '/mcp', local?: Readonly<Record<string, unknown>>): Promise<Opened> {
  let home = '';
  const dashboard = await browser.open({
    prepare(folder) {
      home = folder;
      mkdirSync(join(folder, 'project'));
      const projects = { [join(folder, 'project')]: local === undefined ? {} : { mcpServers: local } };
      writeFileSync(join(folder, '.claude.json'), JSON.stringify({ numStartups: 3, mcpServers: servers, projects }, null, 2));
    },
  });
  await dashboard.visit(path);
  const file = join(home, '.claude.json');
  const current = () => fileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).mcpServers;
  return { dashboard, servers: current, project: join(home, 'project'), file };
}

const row = ({ page }: Dashboard, name: string) => page.getByRole('article', { name, exact: true });
const choose = async ({ page }: Dashboard, name: string, action: string) => {
  await page.getByRole('button', { name: `Actions for ${name}`, exact: true }).click();
  await page.getByRole('menuitem', { name: action, exact: true }).click();
};
const fill = async (dialog: Locator, fields: Readonly<Record<string, string>>) => {
  for (const [label, text] of Object.entries(fields)) await dialog.getByLabel(label, { exact: true }).fill(text);
};

it('adds a program with the keyboard alone, tests it before and after, and shows what it offers', async () => {
  const { dashboard, servers } = await open();
  const { page } = dashboard;
  await page.getByText('No MCP server yet').waitFor();
  await page.getByRole('button', { name: 'Add server' }).first().press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Add', exact: true }).press('Enter');
  await dialog.getByText('a name is needed').waitFor();
  await dialog.getByText('a command is needed').waitFor();
  await fill(dialog, { Name: 'tiny', Command: `node "${STDIO_SERVER}" --tools 12 --say-env API_KEY` });
  await dialog.getByRole('button', { name: 'Split into command and arguments' }).press('Space');
  expect(await dialog.getByLabel('Argument 3', { exact: true }).inputValue()).toBe('12');
  await dialog.getByRole('button', { name: 'Add a variable' }).press('Enter');
  await fill(dialog, { 'Environment variables: name 1': 'API_KEY', 'Environment variables: value 1': SECRET });
  expect(await dialog.getByLabel('Environment variables: value 1', { exact: true }).getAttribute('type')).toBe('password');
  await dialog.getByRole('button', { name: 'Test', exact: true }).press('Enter');
  await dialog.getByText(/^Works: ready after/).waitFor();
  expect(servers()).toEqual({});
  await dialog.getByRole('button', { name: 'Add', exact: true }).press('Enter');
  await dashboard.sees('tiny is added.');
  const args = [STDIO_SERVER, '--tools', '12', '--say-env', 'API_KEY'];
  expect(servers()).toMatchObject({ tiny: { type: 'stdio', command: 'node', args, env: { API_KEY: SECRET } } });

  await row(dashboard, 'tiny').getByRole('button', { name: 'Test: tiny' }).press('Enter');
  await row(dashboard, 'tiny').getByText('Works · 12 tools · 1 resource · 1 prompt').waitFor();
  await row(dashboard, 'tiny')
    .getByText(/tiny 1\.2\.3 · MCP \d/)
    .waitFor();
  await row(dashboard, 'tiny').getByText('12 tools', { exact: true }).press('Enter');
  await row(dashboard, 'tiny').getByText('tool_12', { exact: true }).waitFor();
  // The server knows the secret and says it; the page does not.
  await row(dashboard, 'tiny')
    .getByText(/^\[redacted\] in/)
    .waitFor();
  expect(await page.content()).not.toContain(SECRET);
});

it('edits as JSON: says where it is wrong, keeps what the form does not know, and leaves masked values as they are', async () => {
  const env = { API_KEY: SECRET };
  const { dashboard, servers } = await open({ files: { type: 'stdio', command: 'npx', args: ['a'], env, timeout: 5_000 } });
  const { page } = dashboard;
  await row(dashboard, 'files').getByText('Has 1 further key, which is kept: timeout').waitFor();
  await choose(dashboard, 'files', 'Edit');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'JSON', exact: true }).click();
  const json = dialog.getByLabel('Entry as JSON');
  const text = await json.inputValue();
  expect(text).not.toContain(SECRET);
  await json.fill('{\n  "command": 5 5\n}');
  await dialog.getByText('Line 2, column 16: this is no valid JSON.').waitFor();
  await json.fill('{ "command": 5 }');
  await dialog.getByText('command: must be string').waitFor();
  await dialog.getByRole('button', { name: 'Save' }).click();
  expect(await dialog.isVisible()).toBe(true);
  await json.fill(text.replace('"npx"', '"uvx"').replace('5000', '7000'));
  await dialog.getByText('Valid', { exact: true }).waitFor();
  await dialog.getByRole('button', { name: 'Form', exact: true }).click();
  expect(await dialog.getByLabel('Command', { exact: true }).inputValue()).toBe('uvx');
  await dialog.getByLabel('Argument 1', { exact: true }).fill('b');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dashboard.sees('files is saved.');
  expect(servers()).toEqual({ files: { type: 'stdio', command: 'uvx', args: ['b'], env, timeout: 7_000 } });
});

it('switches off and on, clones, moves, removes and undoes, each in Claude Code’s file', async () => {
  const files = { type: 'stdio', command: 'npx', args: [], env: { API_KEY: SECRET }, own: true };
  const { dashboard, servers, project } = await open({ files });
  const { page } = dashboard;
  await page.getByRole('switch', { name: 'files on' }).press('Space');
  await dashboard.sees('files is off and kept here.');
  expect(servers()).toEqual({});
  await page.reload();
  await page.getByRole('switch', { name: 'files on' }).click();
  await dashboard.sees('files is on.');
  expect(servers()).toEqual({ files });
  await choose(dashboard, 'files', 'Clone');
  await row(dashboard, 'files-copy').waitFor();
  await choose(dashboard, 'files-copy', 'Move to another scope');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Project', exact: true }).click();
  await dialog.getByLabel('Project folder').fill(project);
  await dialog.getByRole('button', { name: 'Move', exact: true }).click();
  await dashboard.sees('files-copy is moved.');
  expect(fileSchema.parse(JSON.parse(readFileSync(join(project, '.mcp.json'), 'utf8'))).mcpServers).toEqual({ 'files-copy': files });
  await page.getByRole('heading', { name: 'Project: shared in .mcp.json' }).waitFor();
  await choose(dashboard, 'files', 'Remove');
  await dashboard.sees('files is removed.');
  await row(dashboard, 'files').waitFor({ state: 'detached' });
  expect(servers()).toEqual({});
  await page.getByRole('button', { name: 'Undo' }).click();
  await row(dashboard, 'files').waitFor();
  expect(servers()).toEqual({ files });
});

it('says why a service cannot be used, tests all, and can be told to give up', async () => {
  const http = await McpHttpServer.start();
  onTestFinished(() => http.stop());
  const at = (path: string) => ({ type: 'http', url: http.url + path });
  const silent = { type: 'stdio', command: 'node', args: [STDIO_SERVER, '--silent'], env: {} };
  const { dashboard } = await open({ good: at('/mcp'), locked: at('/status?code=401'), lost: at('/nowhere'), silent });
  const { page } = dashboard;
  await row(dashboard, 'silent').getByRole('button', { name: 'Test: silent' }).click();
  await row(dashboard, 'silent').getByRole('button', { name: 'Give up' }).click();
  await row(dashboard, 'silent').getByText('The test was given up.').waitFor();
  await page.getByRole('searchbox', { name: 'Search servers' }).fill('http:');
  await row(dashboard, 'silent').waitFor({ state: 'detached' });
  await page.getByText('3 of 4 servers').waitFor();
  await page.getByRole('button', { name: 'Test all' }).click();
  await row(dashboard, 'good').getByText('Works · 1 tool', { exact: true }).waitFor();
  await row(dashboard, 'locked')
    .getByText(/wants a log-in or another Authorization header \(401\)/)
    .waitFor();
  await row(dashboard, 'lost')
    .getByText(/answered with status 404/)
    .waitFor();
  await page.getByRole('button', { name: 'Test all' }).waitFor();
});

it('imports what is chosen, under another name where one is taken, with the values that are asked for', async () => {
  const { dashboard, servers } = await open({ files: { type: 'stdio', command: 'npx', args: [], env: {} } }, '/mcp?import=1');
  const { page } = dashboard;
  const dialog = page.getByRole('dialog');
  const text = JSON.stringify({
    servers: {
      files: { command: 'uvx' },
      wiki: { url: 'https://wiki.example/mcp', headers: { 'X-Key': `\${input:wiki-key}` } },
      broken: { a: 1 },
      unwanted: { command: 'x' },
    },
    inputs: [{ id: 'wiki-key', type: 'promptString', description: 'Key of the wiki', password: true }],
  });
  await dialog.getByLabel('JSON', { exact: true }).fill(text);
  await dialog.getByRole('button', { name: 'Preview' }).click();
  await dialog.getByText('There is one of this name already').waitFor();
  await dialog.getByRole('checkbox', { name: 'Import unwanted' }).click();
  const run = dialog.getByRole('button', { name: 'Import 2 servers' });
  expect(await run.isDisabled()).toBe(true);
  await dialog.getByLabel('Key of the wiki').fill('k-123');
  await run.click();
  await dashboard.sees('2 servers are imported.');
  expect(Object.keys(servers()).sort()).toEqual(['files', 'files-2', 'wiki']);
  expect(servers().wiki).toMatchObject({ headers: { 'X-Key': 'k-123' } });
});

it('shows a project that Claude Code does not know, once it is named', async () => {
  const { dashboard, file } = await open({ files: { command: 'npx' } });
  const { page } = dashboard;
  const unknown = join(file, '..', 'unknown');
  mkdirSync(unknown);
  writeFileSync(join(unknown, '.mcp.json'), JSON.stringify({ mcpServers: { shared: { command: 'npx' } } }));
  await page.getByRole('button', { name: 'Look into another project' }).press('Enter');
  await page.getByLabel('Project folder').fill('not/absolute');
  await page.getByRole('button', { name: 'Look', exact: true }).click();
  await page
    .getByText(/absolute/)
    .nth(1)
    .waitFor();
  dashboard.announce(/status of 400/);
  await page.getByLabel('Project folder').fill(unknown);
  await page.keyboard.press('Enter');
  await row(dashboard, 'shared').waitFor();
});

it('begins with a preset, whose values are filled in before the entry is looked at', async () => {
  const { dashboard, servers, project } = await open({}, '/mcp?presets=1');
  const { page } = dashboard;
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Choose Filesystem' }).click();
  expect(await dialog.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true);
  await dialog.getByRole('textbox').fill(project);
  await dialog.getByRole('button', { name: 'Next' }).click();
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await dashboard.sees('filesystem is added.');
  expect(JSON.stringify(servers().filesystem)).toContain(project);
});

it('keeps up with changes that others make, and shows a file that cannot be read', async () => {
  const { dashboard, file } = await open({ files: { command: 'npx' } });
  const { app, page } = dashboard;
  await row(dashboard, 'files').waitFor();
  expect((await app.verb('mcp', 'disable', 'files')).code).toBe(0);
  await eventually(() => page.getByRole('switch', { name: 'files on' }).isChecked()).toBe(false);
  writeFileSync(file, '{ "mcpServers": {');
  await page.reload();
  await page.getByRole('alert').getByText(`${file}:1 cannot be read`, { exact: false }).waitFor();
});

const LONG_NAME = 'x'.repeat(64);

/** A few that have much to show, and a hundred in a project. */
async function openMany(): Promise<Dashboard> {
  const url = `https://mcp.example.com/${'a-rather-long-part/'.repeat(20)}`;
  const servers = {
    [LONG_NAME]: { type: 'http', url, headers: { Authorization: `Bearer ${SECRET}` }, a: 1, b: 2 },
    broken: { type: 'carrier-pigeon' },
    tiny: { command: 'node', args: [STDIO_SERVER, '--tools', '30'] },
  };
  const many = Array.from({ length: 100 }, (_, index) => [`server-${index}`, { type: 'stdio', command: 'uvx', args: [`s-${index}`], env: {} }]);
  const { dashboard } = await open(servers, '/mcp', Object.fromEntries(many));
  await row(dashboard, 'server-99').waitFor();
  return dashboard;
}

async function misfitsIn({ page }: Dashboard, what: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const size of SIZES) {
    await resize(page, size);
    found.push(...[...(await misfits(page)), ...(await cutTexts(page))].map((misfit) => `${what} at ${size.width}: ${misfit}`));
  }
  return found;
}

async function showOwn(dashboard: Dashboard): Promise<void> {
  const { page } = dashboard;
  await page.getByRole('combobox', { name: 'Scope' }).click();
  await page.getByRole('option', { name: 'User' }).click();
  await row(dashboard, 'server-99').waitFor({ state: 'detached' });
}

it('is accessible with long names and open results, in both themes, and so are its dialogs', { timeout: LONG_LIMIT_MS }, async () => {
  const dashboard = await openMany();
  const { page } = dashboard;
  // The hundred others look alike.
  await showOwn(dashboard);
  await row(dashboard, 'tiny').getByRole('button', { name: 'Test: tiny' }).click();
  await row(dashboard, 'tiny').getByText('30 tools', { exact: true }).click();
  await row(dashboard, 'broken').getByRole('button', { name: 'Test: broken' }).click();
  await row(dashboard, 'broken').getByRole('button', { name: 'Test again' }).waitFor();
  const found: string[] = [...(await misfitsIn(dashboard, 'list'))];
  const look = async (what: string, colorScheme: 'light' | 'dark') => {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
    await stillness(page);
    found.push(...(await accessibilityFaults(page)).map((fault) => `${what} ${colorScheme}: ${fault}`));
  };
  for (const theme of ['light', 'dark'] as const) await look('list', theme);
  for (const [button, theme] of DIALOGS) {
    await page.getByRole('button', { name: button, exact: true }).click();
    await page.getByRole('dialog').waitFor();
    await look(button, theme);
    found.push(...(await misfitsIn(dashboard, button)));
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  expect(found).toEqual([]);
});

it('fits with a hundred servers in every language', { timeout: LONG_LIMIT_MS }, async () => {
  const dashboard = await openMany();
  const found: string[] = [...(await misfitsIn(dashboard, 'list'))];
  for (const [language, tag] of LANGUAGES) {
    await dashboard.app.verb('settings', 'set', 'ui.language', language);
    await dashboard.page.locator(`html[lang=${tag}]`).waitFor();
    found.push(...(await misfitsIn(dashboard, `list in ${language}`)));
  }
  expect(found).toEqual([]);
});
