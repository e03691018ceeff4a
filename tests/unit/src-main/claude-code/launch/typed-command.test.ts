import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type TypedCommandOptions, typedCommand } from '../../../../../src-main/claude-code/launch/typed-command.ts';

const SESSION = { folder: '/home/user/my shop', args: ['--model', 'opus'] };
const BUILT = ['/cp/node_modules/node/bin/node', '--max-semi-space-size=4', '/cp/dist/main/cli.js'];

/** @param there  Files that are on this made-up computer. */
function options({ there = [], platform = 'linux', ...changes }: Partial<TypedCommandOptions> & { there?: string[]; platform?: 'linux' | 'win32' }) {
  const environment = platform === 'win32' ? { PATH: 'C:\\bin', PATHEXT: '.EXE;.CMD' } : { PATH: '/bin' };
  return {
    cliCommand: BUILT,
    dataFolder: join(homedir(), '.code_proxy'),
    search: { platform, environment, exists: async (path: string) => there.includes(path) },
    ...changes,
  } satisfies TypedCommandOptions;
}

describe('the command to type', () => {
  it('goes by our name where a terminal finds it', async () => {
    const there = ['/bin/code-proxy', '/cp/scripts/code-proxy.mjs'];
    expect(await typedCommand(SESSION, options({ there }))).toBe("code-proxy launch --cd '/home/user/my shop' -- --model opus");
  });

  it('is the script of the checkout, without the options of the runtime', async () => {
    const typed = typedCommand({ folder: '/p', args: [] }, options({ there: ['/cp/scripts/code-proxy.mjs'] }));
    expect(await typed).toBe('/cp/scripts/code-proxy.mjs launch --cd /p');
    const cliCommand = ['C:\\cp\\node.exe', 'C:\\cp\\dist\\main\\cli.js'];
    const windows = options({ cliCommand, platform: 'win32', there: ['C:\\cp\\scripts\\code-proxy.mjs'] });
    expect(await typedCommand({ folder: 'C:\\p', args: [] }, windows)).toBe('node C:\\cp\\scripts\\code-proxy.mjs launch --cd C:\\p');
  });

  it('is what runs at present where there is neither', async () => {
    const typed = typedCommand({ folder: '/p', args: [] }, options({}));
    expect(await typed).toBe('/cp/node_modules/node/bin/node --max-semi-space-size=4 /cp/dist/main/cli.js launch --cd /p');
    const sources = options({ cliCommand: ['/node', '/cp/src-main/cli/entry.ts'], there: ['/cp/scripts/code-proxy.mjs'] });
    expect(await typedCommand({ folder: '/p', args: [] }, sources)).toBe('/node /cp/src-main/cli/entry.ts launch --cd /p');
  });

  it('names a data folder that a terminal would not find by itself', async () => {
    const typed = typedCommand({ folder: '/p', args: [] }, options({ dataFolder: '/my data', there: ['/bin/code-proxy'] }));
    expect(await typed).toBe("CODE_PROXY_HOME='/my data' code-proxy launch --cd /p");
  });

  it('is Claude Code itself where there is no command line of ours', async () => {
    expect(await typedCommand(SESSION, options({ cliCommand: null }))).toBe("cd '/home/user/my shop' && claude --model opus");
  });
});
