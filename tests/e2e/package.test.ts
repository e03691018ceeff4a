/**
 * What ships: packs the built app as electron-builder.yml says, with a stand-in for the Electron runtime, and looks into
 * the archive. The fuses are left out, since only a real runtime has them; that they are valid is checked by the schema.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { tempFolder } from '../support/temp-folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const fromBuilder = createRequire(createRequire(import.meta.url).resolve('app-builder-lib/package.json'));
const configSchema = z.looseObject({
  electronFuses: z.record(z.string(), z.boolean()),
  mac: z.looseObject({ files: z.array(z.string()) }),
  win: z.looseObject({ files: z.array(z.string()) }),
  linux: z.looseObject({ files: z.array(z.string()) }),
});
const readConfig = async () => configSchema.parse(parse(await readFile(join(root, 'electron-builder.yml'), 'utf8')));

/** As much of a runtime as electron-builder copies. */
async function fakeRuntime(folder: string): Promise<string> {
  await mkdir(join(folder, 'locales'), { recursive: true });
  await mkdir(join(folder, 'resources'));
  await writeFile(join(folder, 'electron'), '#!/bin/sh\n');
  await chmod(join(folder, 'electron'), 0o755);
  await writeFile(join(folder, 'version'), '45.4.1');
  for (const language of ['en-US', 'ru', 'zh-CN', 'de']) await writeFile(join(folder, 'locales', `${language}.pak`), '');
  return folder;
}

async function pack(): Promise<string> {
  const folder = await tempFolder();
  const { electronFuses, ...config } = await readConfig();
  const file = join(folder, 'config.json');
  const output = join(folder, 'release');
  await writeFile(
    file,
    JSON.stringify({ ...config, electronDist: await fakeRuntime(join(folder, 'runtime')), directories: { output, buildResources: 'assets' } }),
  );
  const builder = createRequire(import.meta.url).resolve('electron-builder/cli.js');
  const child = spawn(process.execPath, [builder, '--linux', 'dir', '--publish', 'never', '--config', file], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  const [code] = await once(child, 'close');
  expect(code, said).toBe(0);
  const unpacked = (await readdir(output)).find((name) => name.endsWith('unpacked'));
  return join(output, unpacked ?? 'missing', 'resources');
}

it.skipIf(process.platform !== 'linux')('packs the build, the icons and one native binary, and nothing else of the project', async () => {
  const resources = await pack();
  const asar = z.object({ listPackage: z.custom<(file: string, options: object) => string[]>((value) => typeof value === 'function') });
  const entries = asar.parse(fromBuilder('@electron/asar')).listPackage(join(resources, 'app.asar'), { isPack: false });

  for (const file of [
    '/package.json',
    '/dist/main/desktop.js',
    '/dist/main/core.worker.js',
    '/dist/main/audit.worker.js',
    '/dist/main/storage-writer.worker.js',
    '/dist/renderer/index.html',
  ]) {
    expect(entries).toContain(file);
  }
  expect(entries.filter((path) => path.startsWith('/assets/')).sort()).toEqual([
    '/assets/icon.png',
    '/assets/tray.png',
    '/assets/tray@2x.png',
    '/assets/trayTemplate.png',
    '/assets/trayTemplate@2x.png',
  ]);
  expect(entries.some((path) => /^\/dist\/main\/sql\/\d+.*\.sql$/.test(path))).toBe(true);
  expect(entries.filter((path) => /^\/(?:src-|tests|scripts|docs|bench|\.)|\.map$|\.tsx?$/.test(path))).toEqual([]);
  const modules = new Set(entries.filter((path) => path.startsWith('/node_modules/')).map((path) => path.split('/')[2]));
  expect([...modules]).toEqual(['better-sqlite3']);
  expect(entries.filter((path) => path.endsWith('.node'))).toEqual([`/node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`]);

  const unpacked = await readdir(join(resources, 'app.asar.unpacked'), { recursive: true, withFileTypes: true });
  expect(unpacked.filter((entry) => entry.isFile()).map(({ name }) => name)).toEqual([`linux-${process.arch}.node`]);
});

it('has a configuration that electron-builder accepts, fuses included', async () => {
  const { validateConfiguration } = z
    .object({ validateConfiguration: z.custom<(config: object, log: object) => Promise<void>>((value) => typeof value === 'function') })
    .parse(fromBuilder('./out/util/config/config.js'));
  const { DebugLogger } = z
    .object({ DebugLogger: z.custom<new (isEnabled: boolean) => object>((value) => typeof value === 'function') })
    .parse(fromBuilder('builder-util'));
  const config = await readConfig();
  await validateConfiguration(config, new DebugLogger(false));
  await expect(validateConfiguration({ ...config, electronFuses: { runAsNoode: false } }, new DebugLogger(false))).rejects.toThrow(
    'configuration.electronFuses',
  );
});

it('ships an executable that cannot be turned into a plain Node or a debugger', async () => {
  const { electronFuses } = await readConfig();
  expect(electronFuses).toMatchObject({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  });
});

it('states the same files for each platform, but for its native binary', async () => {
  const { mac, win, linux } = await readConfig();
  const withoutSystem = (files: readonly string[]) => files.map((file) => file.replace(/!\((?:darwin|win32|linux)-/, '!(SYSTEM-'));
  expect(withoutSystem(mac.files)).toEqual(withoutSystem(linux.files));
  expect(withoutSystem(win.files)).toEqual(withoutSystem(linux.files));
});
