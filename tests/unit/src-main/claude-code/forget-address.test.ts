import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { forgetAddress, writtenProxy } from '../../../../src-main/claude-code/forget-address.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const TOKEN = `cp-${'ab'.repeat(32)}`;
const URL_OF_PROXY = 'http://127.0.0.1:9000';

async function settings(text: string): Promise<string> {
  const file = join(await tempFolder(), 'settings.json');
  await writeFile(file, text);
  return file;
}

it('tells the address and token that a Code Proxy wrote, and nobody else’s', async () => {
  const file = await settings(JSON.stringify({ env: { ANTHROPIC_BASE_URL: URL_OF_PROXY, ANTHROPIC_AUTH_TOKEN: TOKEN } }));
  expect(await writtenProxy(file)).toEqual({ url: URL_OF_PROXY, token: TOKEN });
  await writeFile(file, JSON.stringify({ env: { ANTHROPIC_BASE_URL: URL_OF_PROXY, ANTHROPIC_AUTH_TOKEN: 'lm-studio' } }));
  expect(await writtenProxy(file)).toEqual({ url: null, token: null });
  expect(await writtenProxy(`${file}.missing`)).toEqual({ url: null, token: null });
});

it('takes out just these two, and leaves every other byte as it is', async () => {
  const file = await settings(
    `{\r\n  // mine\r\n  "model": "opus",\r\n  "env": {\r\n    "ANTHROPIC_BASE_URL": "${URL_OF_PROXY}",\r\n    "ANTHROPIC_AUTH_TOKEN": "${TOKEN}",\r\n    "MY_OWN": "1"\r\n  }\r\n}\r\n`,
  );
  await forgetAddress(file, URL_OF_PROXY);
  expect(await readFile(file, 'utf8')).toBe('{\r\n  // mine\r\n  "model": "opus",\r\n  "env": {\r\n    "MY_OWN": "1"\r\n  }\r\n}\r\n');
  await forgetAddress(file, URL_OF_PROXY);
});

it('does nothing when the file holds another address by now, or is gone', async () => {
  const text = JSON.stringify({ env: { ANTHROPIC_BASE_URL: 'http://127.0.0.1:9100', ANTHROPIC_AUTH_TOKEN: TOKEN } });
  const file = await settings(text);
  await forgetAddress(file, URL_OF_PROXY);
  expect(await readFile(file, 'utf8')).toBe(text);
  await forgetAddress(`${file}.missing`, URL_OF_PROXY);
});

it('refuses a file that cannot be read safely', async () => {
  const file = await settings('{ "env": ');
  await expect(writtenProxy(file)).rejects.toMatchObject({ code: 'CLAUDE_SETTINGS_BROKEN' });
});
