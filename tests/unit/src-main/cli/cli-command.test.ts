import { expect, it } from 'vitest';
import { cliCommand } from '../../../../src-main/cli/cli-command.ts';

it('is the program with its own options and the script', () => {
  const line = { execPath: '/opt/node', execArgv: ['--max-semi-space-size=4'], argv: ['/opt/node', '/cp/cli.js', 'serve', '--json'] };
  expect(cliCommand(line)).toEqual(['/opt/node', '--max-semi-space-size=4', '/cp/cli.js']);
});

it('is not known without a script', () => {
  expect(cliCommand({ execPath: '/opt/node', execArgv: [], argv: ['/opt/node'] })).toBeNull();
});
