import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { claudeFolders } from '../../../../src-main/claude-code/claude-folders.ts';

const home = join(homedir(), '.claude');

describe('claudeFolders', () => {
  it('takes ~/.claude, with .claude.json beside it', () => {
    expect(claudeFolders({}, [])).toMatchObject([
      { folder: home, isDefault: true, configFile: `${home}.json`, settingsFile: join(home, 'settings.json') },
    ]);
  });

  it('takes the folder of CLAUDE_CONFIG_DIR with everything in it, even if it names ~/.claude', () => {
    for (const folder of [resolve('/c'), home]) {
      expect(claudeFolders({ CLAUDE_CONFIG_DIR: folder }, [])).toMatchObject([{ folder, configFile: join(folder, '.claude.json') }]);
    }
  });

  it('adds further folders once, each with its own .claude.json', () => {
    const further = resolve('/other');
    expect(claudeFolders({ CLAUDE_CONFIG_DIR: resolve('/c') }, [further, home, further, resolve('/c')])).toMatchObject([
      { folder: resolve('/c'), isDefault: true },
      { folder: further, isDefault: false, configFile: join(further, '.claude.json') },
      { folder: home, isDefault: false, configFile: `${home}.json` },
    ]);
  });
});
