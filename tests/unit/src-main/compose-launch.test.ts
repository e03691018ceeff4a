import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { launchInputSchema } from '../../../src-shared/schemas/launch.ts';
import { coreFixture } from '../../support/core-fixture.ts';
import { eventually } from '../../support/eventually.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe.runIf(process.platform === 'linux')('launching from a core', () => {
  async function setUp() {
    const folder = await tempFolder();
    const bin = join(folder, 'bin');
    await mkdir(bin);
    const program = async (name: string, script: string) => {
      await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`);
      await chmod(join(bin, name), 0o755);
    };
    await program('kitty', 'exec "$@" < /dev/null > /dev/null 2>&1');
    await program('claude', `cp "$2" '${folder}/seen.new' && mv '${folder}/seen.new' '${folder}/seen'`);
    const environment = {
      PATH: [bin, process.env.PATH].join(delimiter),
      DISPLAY: ':0',
      TERMINAL: 'kitty',
      CLAUDE_CONFIG_DIR: join(folder, 'claude'),
    };
    return { folder, environment, seen: join(folder, 'seen') };
  }

  it('switches the proxy on for a session without a command line of ours, and remembers the folder in the settings', async () => {
    const { folder, environment, seen } = await setUp();
    const { core } = await coreFixture({ folder, environment, overrides: { port: 0, adminPort: 0, writeClaudeSettings: false } });
    await core.start();
    await core.services.proxy.stop();
    await core.services.launch.run(launchInputSchema.parse({ folder }));
    await eventually(() => existsSync(seen)).toBe(true);
    const { url } = core.services.status().proxy;
    expect(JSON.parse(await readFile(seen, 'utf8')).env).toMatchObject({
      ANTHROPIC_BASE_URL: url,
      ANTHROPIC_AUTH_TOKEN: core.services.tokens.current(),
    });
    expect(core.services.settings.get().settings.launch.recentFolders).toEqual([folder]);
    await eventually(() => readdir(join(folder, 'data', 'launches'))).toEqual([]);
  });

  it('takes away at its start what a session left behind that was killed', async () => {
    const { folder, environment } = await setUp();
    const left = join(folder, 'data', 'launches', 'session-dead');
    await mkdir(left, { recursive: true });
    await writeFile(join(left, 'settings.json'), '{"env":{"ANTHROPIC_AUTH_TOKEN":"cp-old"}}');
    await writeFile(join(left, 'began'), '4194305\n');
    const { core } = await coreFixture({ folder, environment });
    await core.start();
    await eventually(() => existsSync(left)).toBe(false);
  });
});
