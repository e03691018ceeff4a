import { expect, it } from 'vitest';
import { launchOptions } from '../../../../src-main/desktop/launch-options.ts';

it('reads the options of a checkout and of a packaged app alike, past the folder and Chromium switches', () => {
  const expected = {
    isDemo: true,
    isHidden: true,
    overrides: { port: 9100, bindHost: '127.0.0.1', allowedHosts: ['a', 'b'], writeClaudeSettings: false },
  };
  const options = ['--demo', '--hidden', '--port', '9100', '--host=127.0.0.1', '--allow-host', 'a', '--allow-host', 'b', '--no-claude-settings'];
  expect(launchOptions(['electron', '.', ...options])).toEqual(expected);
  expect(launchOptions(['code-proxy', '--ozone-platform=wayland', ...options, '--enable-logging'])).toEqual(expected);
});

it('leaves out what was not given', () => {
  expect(launchOptions(['electron', '.'])).toEqual({ isDemo: false, isHidden: false, overrides: {} });
});

it.each(['abc', '70000', '-1', '1.5', ''])('refuses the port "%s"', (port) => {
  expect(() => launchOptions(['electron', '.', `--port=${port}`])).toThrow(/--port/);
});
