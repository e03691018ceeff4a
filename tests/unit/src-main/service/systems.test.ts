/** What each system is told, apart from what the manager makes of it. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { CommandResult, SystemCommand } from '../../../../src-main/service/contract.ts';
import { readDefinition, removeDefinition, writeDefinition } from '../../../../src-main/service/definition-file.ts';
import { launchd } from '../../../../src-main/service/launchd.ts';
import { commandLine } from '../../../../src-main/service/run-command.ts';
import { systemd } from '../../../../src-main/service/systemd.ts';
import { taskScheduler } from '../../../../src-main/service/task-scheduler.ts';
import { useTempFolder } from '../../../support/temp-folder.ts';

const answering = (answer: Partial<CommandResult>) => async (_command: SystemCommand) => ({ code: 0, out: '', err: '', ...answer });

it('lays units where systemd looks for them, also when XDG_CONFIG_HOME says another place', () => {
  const place = { home: join('/srv', 'me'), userName: 'me', run: answering({}) };
  expect(systemd({ ...place, environment: {} }).fileOf('x')).toBe(join('/srv', 'me', '.config', 'systemd', 'user', 'x.service'));
  const other = systemd({ ...place, environment: { XDG_CONFIG_HOME: join('/srv', 'conf') } });
  expect(other.fileOf('x')).toBe(join('/srv', 'conf', 'systemd', 'user', 'x.service'));
});

it.each([
  [{ code: null, err: '' }, 'there is no systemctl that answers'],
  [{ code: 4, err: '' }, 'systemctl ended with 4'],
  [{ code: 1, err: 'Failed to connect to bus\n' }, 'Failed to connect to bus'],
])('says why systemd cannot be used: %j', async (answer, refusal) => {
  const view = await systemd({ home: '/', userName: 'me', environment: {}, run: answering(answer) }).view('x');
  expect(view).toMatchObject({ activity: 'unknown', refusal, outlivesLogout: null });
});

it('tells a launchd that does not answer from a service that is not loaded', async () => {
  const view = (answer: Partial<CommandResult>) => launchd({ home: '/', uid: 501, run: answering(answer) }).view('x');
  expect(await view({ code: 113 })).toMatchObject({ activity: 'stopped', refusal: null });
  expect(await view({ code: null })).toMatchObject({ activity: 'unknown', refusal: 'there is no launchctl that answers' });
  expect(await view({ code: 1, err: 'Unrecognized target specifier' })).toMatchObject({ refusal: 'Unrecognized target specifier' });
});

it('ends a launchd service that asks for its own removal last of all', () => {
  const system = launchd({ home: '/', uid: 501, run: answering({}) });
  const unload = { program: 'launchctl', args: ['bootout', 'gui/501/dev.codeproxy.x'], mayFail: true };
  expect(system.uninstall('x', true)).toEqual({ before: [], after: [unload] });
  expect(system.uninstall('x', false)).toEqual({ before: [unload], after: [] });
});

it('has no way to stop a task in order, and says nothing of a task that is not there', async () => {
  const place = { user: 'PC\\me', systemRoot: 'C:\\Windows', fileOf: (name: string) => name };
  const system = taskScheduler({ ...place, run: answering({ code: 1, err: 'ERROR' }) });
  expect(system.stop('x', false)).toEqual([]);
  expect(await system.view('x')).toMatchObject({ activity: 'stopped', refusal: null });
  expect(await taskScheduler({ ...place, run: answering({ code: null, err: 'spawn schtasks ENOENT' }) }).view('x')).toMatchObject({
    activity: 'unknown',
    refusal: 'spawn schtasks ENOENT',
  });
});

it('shows a command as one would type it on that system', () => {
  const command = { program: 'schtasks', args: ['/Create', '/XML', 'C:\\my folder\\x.xml'] };
  expect(commandLine(command, true)).toBe('schtasks /Create /XML "C:\\my folder\\x.xml"');
  expect(commandLine({ program: 'launchctl', args: ['bootstrap', 'gui/501', "/it's here"] }, false)).toBe(
    `launchctl bootstrap gui/501 '/it'\\''s here'`,
  );
});

it.each(['utf8', 'utf16le'] as const)('reads a definition as it was written: %s', async (encoding) => {
  const file = join(await useTempFolder(), 'new', 'folder', 'x.xml');
  expect(await readDefinition(file, encoding)).toBeNull();
  await writeDefinition(file, '<a>é</a>\n', encoding);
  expect(await readDefinition(file, encoding)).toBe('<a>é</a>\n');
  expect((await readFile(file)).includes(0)).toBe(encoding === 'utf16le');
  await removeDefinition(file);
  await removeDefinition(file);
  expect(await readDefinition(file, encoding)).toBeNull();
});

it('says which definition cannot be read or written', async () => {
  const folder = await useTempFolder();
  await mkdir(join(folder, 'x.service'));
  await writeFile(join(folder, 'file'), '');
  await expect(readDefinition(join(folder, 'x.service'), 'utf8')).rejects.toMatchObject({
    code: 'SERVICE_FAILED',
    message: expect.stringContaining('x.service'),
  });
  await expect(writeDefinition(join(folder, 'file', 'x'), '', 'utf8')).rejects.toMatchObject({ code: 'SERVICE_FAILED' });
});
