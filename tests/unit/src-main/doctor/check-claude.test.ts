import { once } from 'node:events';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  claudeConflictsCheck,
  claudeProgramCheck,
  claudeSettingsCheck,
  howInstalled,
  staleAddressCheck,
} from '../../../../src-main/doctor/check-claude.ts';
import { FIXES } from '../../../../src-main/doctor/fixes.ts';
import type { CorePorts, DoctorPorts, WrittenAddress } from '../../../../src-main/doctor/ports.ts';
import { AppError } from '../../../../src-shared/app-error.ts';
import type { ClaudeSettingsState } from '../../../../src-shared/schemas/status.ts';
import { doctorCore, doctorPorts, look, RIG_TOKEN } from '../../../support/doctor-rig.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

describe.skipIf(process.platform === 'win32')('the program of Claude Code', () => {
  const program = async (script: string): Promise<DoctorPorts> => {
    const folder = join(await tempFolder(), 'node_modules', '.bin');
    await mkdir(folder, { recursive: true });
    const path = join(folder, 'claude');
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
    const ports = await doctorPorts({ environment: { PATH: process.env.PATH } });
    return { ...ports, claudeCode: { ...ports.claudeCode, find: async () => path } };
  };

  it('says its version and how it was installed', async () => {
    const found = await look(claudeProgramCheck, await program('echo "2.1.329 (Claude Code)"'));
    expect(found).toMatchObject({ state: 'ok', finding: { values: { version: '2.1.329', how: 'npm' } } });
    expect(found.said).toBe('Version 2.1.329, installed with npm.');
  });

  it('that is old, broken or silent is told', async () => {
    expect((await look(claudeProgramCheck, await program('echo 2.1.42'))).codes).toEqual(['claudeOld', 'updateClaude']);
    expect((await look(claudeProgramCheck, await program('echo 2.0.999'))).codes[0]).toBe('claudeOld');
    expect((await look(claudeProgramCheck, await program('echo 3.0.0'))).codes[0]).toBe('claudeOk');
    expect(await look(claudeProgramCheck, await program('exit 3'))).toMatchObject({ state: 'failed', codes: ['claudeSilent', 'installClaude'] });
    expect((await look(claudeProgramCheck, await program('echo hello'))).said).toContain('hello');
  });

  it('that is nowhere is a warning, since other clients can use the proxy', async () => {
    const ports = await doctorPorts();
    const find = async () => {
      throw new AppError('PROGRAM_NOT_FOUND', 'not there');
    };
    expect(await look(claudeProgramCheck, { ...ports, claudeCode: { ...ports.claudeCode, find } })).toMatchObject({
      state: 'warning',
      codes: ['claudeNone', 'installClaude'],
    });
  });

  it('is known by where it lies', () => {
    expect(howInstalled('/home/user/.claude/local/claude')).toBe('local');
    expect(howInstalled('/home/user/.local/share/claude/versions/2.1.329')).toBe('native');
    expect(howInstalled('/opt/homebrew/Caskroom/claude-code/2.1/claude')).toBe('homebrew');
    expect(howInstalled('C:\\Users\\u\\AppData\\Roaming\\npm\\claude.cmd')).toBe('npm');
    expect(howInstalled('/usr/bin/claude')).toBe('other');
  });
});

describe('settings.json', () => {
  const found = async (kind: ClaudeSettingsState['kind'], changes: Partial<CorePorts> = {}) => {
    const { claude } = doctorCore();
    const state = () => ({ kind, file: '/s.json', message: 'the file says so' });
    return look(claudeSettingsCheck, await doctorPorts({ core: doctorCore({ claude: { ...claude, state }, ...changes }) }));
  };

  it('is in order when it holds what it should, or is left alone', async () => {
    expect((await found('applied')).codes[0]).toBe('claudeApplied');
    expect((await found('unmanaged')).state).toBe('ok');
    expect((await found('restored')).state).toBe('ok');
  });

  it('that does not connect Claude Code to a running proxy can be mended', async () => {
    const proxy = { ...doctorCore().proxy, state: () => ({ kind: 'running', url: 'http://127.0.0.1:1', error: null }) as const };
    expect(await found('restored', { proxy })).toMatchObject({
      state: 'warning',
      codes: ['claudeNotApplied', 'applySettings'],
      fix: 'apply-claude-settings',
    });
    const { claude } = doctorCore();
    const isAsWanted = async () => false;
    const differs = await look(claudeSettingsCheck, await doctorPorts({ core: doctorCore({ claude: { ...claude, isAsWanted } }) }));
    expect(differs).toMatchObject({ codes: ['claudeDiffers', 'applySettings'], fix: 'apply-claude-settings' });
  });

  it('that is overridden or was refused says why', async () => {
    expect(await found('overridden')).toMatchObject({ state: 'warning', said: 'the file says so' });
    expect((await found('unread')).state).toBe('warning');
    expect(await found('refused')).toMatchObject({ state: 'failed', fix: 'apply-claude-settings' });
    expect((await found('applied', { isServing: false })).state).toBe('skipped');
  });
});

describe('other places that set the same', () => {
  it('are a warning only when they win or count as well', async () => {
    const found = async (...isHarmful: boolean[]) => {
      const conflicts = async () => isHarmful.map((harm, index) => ({ key: `KEY_${index}`, file: index === 0 ? null : '/x', isHarmful: harm }));
      return look(claudeConflictsCheck, await doctorPorts({ core: doctorCore({ claude: { ...doctorCore().claude, conflicts } }) }));
    };
    expect((await found()).codes[0]).toBe('conflictsNone');
    expect((await found(false)).state).toBe('ok');
    expect(await found(false, true)).toMatchObject({ state: 'warning', finding: { values: { names: 'KEY_1' } }, remedy: { code: 'lookAtClaude' } });
  });
});

describe('a file of settings that cannot be read', () => {
  it('fails by its name, and nothing is said of addresses in it', async () => {
    const conflicts = async () => [{ key: '', file: '/home/user/.claude/settings.json', isHarmful: true }];
    const ports = await doctorPorts({ core: doctorCore({ claude: { ...doctorCore().claude, conflicts } }) });
    const found = await look(claudeConflictsCheck, ports);
    expect(found).toMatchObject({
      state: 'failed',
      finding: { values: { names: '/home/user/.claude/settings.json' } },
      remedy: { code: 'correctFile' },
      details: [{ value: '/home/user/.claude/settings.json' }],
    });
    const writtenAddresses = () => Promise.reject(new AppError('CLAUDE_SETTINGS_BROKEN', 'line 1: this is not valid JSON'));
    const stale = await look(staleAddressCheck, { ...ports, claudeCode: { ...ports.claudeCode, writtenAddresses } });
    expect(stale).toMatchObject({ state: 'skipped', finding: { values: { text: 'line 1: this is not valid JSON' } } });
  });
});

describe('an address that a Code Proxy wrote', () => {
  async function door(token = RIG_TOKEN): Promise<{ readonly url: string; readonly server: Server }> {
    const server = createServer((request, response) => {
      const isKnown = request.headers.authorization === `Bearer ${token}`;
      response.end(JSON.stringify({ instanceId: 'instance-a', ...(isKnown ? { version: '1' } : {}) }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, server };
  }

  it('is stale when nobody answers there, and only that one is taken back', async () => {
    const { url } = await door();
    const gone = await door();
    gone.server.close();
    await once(gone.server, 'close');
    const restored: string[] = [];
    let written: WrittenAddress[] = [
      { file: '/a/settings.json', url, token: RIG_TOKEN },
      { file: '/b/settings.json', url: gone.url, token: RIG_TOKEN },
    ];
    const ports = await doctorPorts();
    const claudeCode = {
      ...ports.claudeCode,
      writtenAddresses: async () => written,
      restore: async ({ file }: { readonly file: string }) => {
        restored.push(file);
        written = written.map((one) => (one.file === file ? { file, url: null, token: null } : one));
      },
    };
    expect(await look(staleAddressCheck, { ...ports, claudeCode })).toMatchObject({
      state: 'failed',
      codes: ['staleFound', 'restoreSettings'],
      fix: 'restore-claude-settings',
      finding: { values: { url: gone.url } },
    });
    await FIXES['restore-claude-settings'].run({ ...ports, claudeCode });
    await FIXES['restore-claude-settings'].run({ ...ports, claudeCode });
    expect(restored).toEqual(['/b/settings.json']);
    expect((await look(staleAddressCheck, { ...ports, claudeCode })).codes[0]).toBe('staleLive');
  });

  it('with a token that our own proxy does not take fails', async () => {
    const { url } = await door('cp-of-this-start');
    const proxy = { ...doctorCore().proxy, state: () => ({ kind: 'running', url, error: null }) as const };
    const ports = await doctorPorts({ core: doctorCore({ proxy }) });
    const writtenAddresses = async () => [{ file: '/a/settings.json', url, token: RIG_TOKEN }];
    const found = await look(staleAddressCheck, { ...ports, claudeCode: { ...ports.claudeCode, writtenAddresses } });
    expect(found).toMatchObject({ state: 'failed', codes: ['staleToken', 'applySettings'], fix: 'apply-claude-settings' });
  });

  it('is nowhere', async () => {
    expect((await look(staleAddressCheck, await doctorPorts())).codes[0]).toBe('staleNone');
  });
});
