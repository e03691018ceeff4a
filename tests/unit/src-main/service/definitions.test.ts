/** The three definitions, with paths and variables as nobody should have them. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { Window } from 'happy-dom';
import { describe, expect, it } from 'vitest';
import type { ServiceSpec } from '../../../../src-main/service/contract.ts';
import { launchdAgent } from '../../../../src-main/service/launchd-agent.ts';
import { refuseControlCharacters } from '../../../../src-main/service/refuse-control-characters.ts';
import { scheduledTask } from '../../../../src-main/service/scheduled-task.ts';
import { systemdUnit } from '../../../../src-main/service/systemd-unit.ts';
import { xmlText } from '../../../../src-main/service/xml-text.ts';
import { parseShellWords } from '../../../../src-shared/shell-words.ts';
import { useTempFolder } from '../../../support/temp-folder.ts';

const PLAIN: ServiceSpec = {
  name: 'code-proxy',
  command: [
    '/opt/node/bin/node',
    '--max-semi-space-size=4',
    '/opt/code proxy/dist/main/cli.js',
    'serve',
    '--service',
    '--data-folder',
    '/home/user/.code_proxy',
  ],
  environment: { PATH: '/usr/local/bin:/usr/bin' },
  outputFile: '/home/user/.code_proxy/logs/service.log',
};
const HOSTILE = `/srv/zoë & 名前/a <b> "c" 'd' 100% %h $HOME \${HOME} \\x;# é`;
const hostileSpec: ServiceSpec = {
  name: 'code-proxy-0a1b2c3d',
  command: [`${HOSTILE}/node`, `${HOSTILE}/cli.js`, 'serve', '--data-folder', HOSTILE],
  environment: { PATH: HOSTILE, CLAUDE_CONFIG_DIR: `${HOSTILE}/.claude` },
  outputFile: `${HOSTILE}/service.log`,
};
const windowsPlace = { user: 'DOMÄIN\\me & you', systemRoot: 'C:\\Windows' };
const windowsSpec: ServiceSpec = {
  ...hostileSpec,
  command: [`C:\\Users\\zoë & 名前\\node.exe`, `C:\\a <b> 'd' $HOME\\cli.js`, 'serve', '--data-folder', 'C:\\ends with\\'],
};

describe('a systemd unit', () => {
  it('starts the program with the system, anew after a failure but not for ever, and lets it end in order', () => {
    expect(systemdUnit(PLAIN)).toMatchInlineSnapshot(`
      "# Written by "code-proxy service install"; "code-proxy service uninstall" removes it.
      [Unit]
      Description=Code Proxy, a local proxy for Claude Code
      StartLimitIntervalSec=300
      StartLimitBurst=5

      [Service]
      ExecStart="/opt/node/bin/node" "--max-semi-space-size=4" "/opt/code proxy/dist/main/cli.js" "serve" "--service" "--data-folder" "/home/user/.code_proxy"
      Environment="PATH=/usr/local/bin:/usr/bin"
      Restart=on-failure
      RestartSec=5
      RestartPreventExitStatus=2
      # SIGTERM to the program alone ends it in order: Claude Code's settings are put back.
      KillMode=mixed
      TimeoutStopSec=75
      UMask=0077

      [Install]
      WantedBy=default.target
      "
    `);
  });

  it('takes every path as it is: quotes, percent and dollar signs included', () => {
    const unit = systemdUnit(hostileSpec);
    expect(wordsOf(lineOf(unit, 'ExecStart'))).toEqual(['/bin/sh', '-c', 'exec "$0" "$@"', ...hostileSpec.command]);
    expect(
      unit
        .split('\n')
        .filter((line) => line.startsWith('Environment='))
        .map((line) => wordsOf(line.slice('Environment='.length)).join()),
    ).toEqual([`PATH=${HOSTILE}`, `CLAUDE_CONFIG_DIR=${HOSTILE}/.claude`]);
  });

  it('never breaks out of its line, whatever a path holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const define = () => systemdUnit({ ...PLAIN, command: ['/bin/node', text] });
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
        if (/[\u0000-\u001f\u007f]/.test(text) || !text.isWellFormed())
          return expect(define).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
        expect(wordsOf(lineOf(define(), 'ExecStart'))).toEqual(['/bin/node', text]);
      }),
    );
  });

  it.skipIf(!existsSync('/usr/bin/systemd-analyze'))('is what systemd itself takes without a complaint', async () => {
    const folder = await useTempFolder();
    for (const [index, name] of ['plain', `od d & <b> 100% $HOME é`, `o'dd "c" \\x`].entries()) {
      const program = join(folder, name, 'node');
      await mkdir(join(folder, name));
      await writeFile(program, '#!/bin/sh\n');
      await chmod(program, 0o755);
      const unit = join(folder, `code-proxy-${index}.service`);
      await writeFile(unit, systemdUnit({ ...hostileSpec, command: [program, ...hostileSpec.command.slice(1)] }));
      expect(await verify(unit, folder)).toEqual({ code: 0, said: '' });
    }
    const broken = join(folder, 'broken.service');
    await writeFile(broken, systemdUnit({ ...PLAIN, command: ['not-absolute'] }).replace('Restart=on-failure', 'Restart=perhaps'));
    expect((await verify(broken, folder)).said).toContain('perhaps');
  });
});

describe('a launchd agent', () => {
  it('starts the program at log-in, anew after a failure, and lets it end in order', () => {
    expect(launchdAgent(PLAIN)).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
      <!-- Written by "code-proxy service install"; "code-proxy service uninstall" removes it. -->
      <plist version="1.0">
      <dict>
        <key>Label</key>
        <string>code-proxy</string>
        <key>ProgramArguments</key>
        <array>
          <string>/opt/node/bin/node</string>
          <string>--max-semi-space-size=4</string>
          <string>/opt/code proxy/dist/main/cli.js</string>
          <string>serve</string>
          <string>--service</string>
          <string>--data-folder</string>
          <string>/home/user/.code_proxy</string>
        </array>
        <key>EnvironmentVariables</key>
        <dict>
          <key>PATH</key>
          <string>/usr/local/bin:/usr/bin</string>
        </dict>
        <key>RunAtLoad</key>
        <true/>
        <key>KeepAlive</key>
        <dict>
          <key>SuccessfulExit</key>
          <false/>
        </dict>
        <key>ThrottleInterval</key>
        <integer>10</integer>
        <key>ExitTimeOut</key>
        <integer>75</integer>
        <key>ProcessType</key>
        <string>Interactive</string>
        <key>Umask</key>
        <integer>63</integer>
        <key>StandardOutPath</key>
        <string>/home/user/.code_proxy/logs/service.log</string>
        <key>StandardErrorPath</key>
        <string>/home/user/.code_proxy/logs/service.log</string>
      </dict>
      </plist>
      "
    `);
  });

  it('takes every path as it is', () => {
    const root = parseXml(launchdAgent(hostileSpec));
    const strings = [...root.querySelectorAll('string')].map((element) => element.textContent);
    expect(strings).toEqual([
      hostileSpec.name,
      ...hostileSpec.command,
      HOSTILE,
      `${HOSTILE}/.claude`,
      'Interactive',
      hostileSpec.outputFile,
      hostileSpec.outputFile,
    ]);
  });
});

describe('a scheduled task', () => {
  it('starts the program at the log-on without a window, and never ends it by itself', () => {
    expect(
      scheduledTask({ ...PLAIN, command: ['C:\\Program Files\\node.exe', 'C:\\cli.js', 'serve'] }, { user: 'PC\\me', systemRoot: 'C:\\Windows' }),
    ).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-16"?>
      <!-- Written by "code-proxy service install"; "code-proxy service uninstall" removes it. -->
      <Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
        <RegistrationInfo>
          <Description>Code Proxy, a local proxy for Claude Code</Description>
        </RegistrationInfo>
        <Triggers>
          <LogonTrigger>
            <Enabled>true</Enabled>
            <UserId>PC\\me</UserId>
          </LogonTrigger>
        </Triggers>
        <Principals>
          <Principal id="Author">
            <UserId>PC\\me</UserId>
            <LogonType>InteractiveToken</LogonType>
            <RunLevel>LeastPrivilege</RunLevel>
          </Principal>
        </Principals>
        <Settings>
          <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
          <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
          <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
          <AllowHardTerminate>true</AllowHardTerminate>
          <StartWhenAvailable>false</StartWhenAvailable>
          <AllowStartOnDemand>true</AllowStartOnDemand>
          <Enabled>true</Enabled>
          <Hidden>false</Hidden>
          <RunOnlyIfIdle>false</RunOnlyIfIdle>
          <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
          <Priority>5</Priority>
          <RestartOnFailure>
            <Interval>PT1M</Interval>
            <Count>3</Count>
          </RestartOnFailure>
        </Settings>
        <Actions Context="Author">
          <Exec>
            <Command>C:\\Windows\\System32\\conhost.exe</Command>
            <Arguments>--headless &quot;C:\\Program Files\\node.exe&quot; C:\\cli.js serve</Arguments>
          </Exec>
        </Actions>
      </Task>
      "
    `);
  });

  it('takes every path as it is', () => {
    const root = parseXml(scheduledTask(windowsSpec, windowsPlace));
    const textOf = (name: string) => root.querySelector(name)?.textContent ?? '';
    expect([...root.querySelectorAll('UserId')].map((element) => element.textContent)).toEqual([windowsPlace.user, windowsPlace.user]);
    expect(textOf('Command')).toBe('C:\\Windows\\System32\\conhost.exe');
    const words = parseShellWords(textOf('Arguments').replaceAll('\\\\"', '\\\\ "'), 'windows');
    expect(textOf('Arguments').startsWith('--headless ')).toBe(true);
    expect(words.isOk && words.words.slice(1, 5)).toEqual(windowsSpec.command.slice(0, 4));
    expect(textOf('Arguments').endsWith('"C:\\ends with\\\\"')).toBe(true);
  });

  it('refuses a percent sign, since variables would be put in', () => {
    expect(() => scheduledTask(hostileSpec, windowsPlace)).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining('%') }),
    );
  });
});

describe('text in XML', () => {
  it('comes out as it went in, or is refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
        if (/[\u0000-\u001f\u007f]/.test(text) || !text.isWellFormed()) return expect(() => xmlText(text, 'x')).toThrow();
        const escaped = xmlText(text, 'x');
        expect(escaped).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|apos);)/);
        expect(unescaped(escaped)).toBe(text);
      }),
    );
  });

  it.each(['a\nb', 'a\u0000b', 'tab\t', 'half \ud800'])('refuses %j', (text) => {
    expect(() => refuseControlCharacters(text, 'a unit')).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });
});

function lineOf(unit: string, key: string): string {
  const lines = unit.split('\n').filter((line) => line.startsWith(`${key}=`));
  expect(lines).toHaveLength(1);
  return lines[0]?.slice(key.length + 1) ?? '';
}

/** As systemd reads a line of quoted words: systemd.service(5), "Command lines". What it would put something in for is marked. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match, index) => {
    const text = unfolded((match[1] ?? '').replace(/\\(.)/g, '$1'), '%');
    return index === 0 ? text : unfolded(text, '$');
  });
}

function unfolded(text: string, sign: '%' | '$'): string {
  return text.replaceAll(sign === '%' ? /%(.?)/g : /\$(.?)/g, (_all, next: string) => (next === sign ? sign : `<put in for ${sign}${next}>`));
}

function unescaped(xml: string): string {
  return xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&');
}

function parseXml(text: string) {
  const window = new Window();
  return new window.DOMParser().parseFromString(text.replace(/<!DOCTYPE[^>]*>\n/, ''), 'application/xml');
}

function verify(unit: string, runtimeFolder: string): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    execFile('systemd-analyze', ['--user', 'verify', unit], { env: { ...process.env, XDG_RUNTIME_DIR: runtimeFolder } }, (error, out, err) => {
      resolve({ code: error === null ? 0 : 1, said: `${out}${err}`.trim() });
    });
  });
}
