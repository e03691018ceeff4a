/** The real client sees a skill that we installed, and does not see one that we switched off. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { repositoryTarGz } from '../../support/archives.ts';
import { MockAnthropic } from '../../support/mock-anthropic.ts';
import { runClaudeCode } from '../../support/run-claude-code.ts';
import { COMMIT, install, skillMd, skillRig } from '../../support/skill-rig.ts';

const clientSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('found'), path: z.string(), version: z.string() }),
  z.object({ kind: z.literal('missing'), why: z.string() }),
]);
const moduleSchema = z.object({ ensureClaudeCode: z.custom<() => Promise<unknown>>((value) => typeof value === 'function') });
const loaded: unknown = await import(new URL('../../../scripts/claude-code-client.mjs', import.meta.url).href);
const client = clientSchema.parse(await moduleSchema.parse(loaded).ensureClaudeCode());
if (client.kind === 'missing') process.stderr.write(`\nSKIPPED: the tests with the real Claude Code client, because ${client.why}\n\n`);

const mock = new MockAnthropic();
beforeAll(() => mock.start());
afterAll(() => mock.stop());

const USER = 'Counts the feathers of a heron';
const PROJECT = 'Sorts umbrellas by their age';

describe.skipIf(client.kind === 'missing')('skills in the client’s request', () => {
  it('are those that we installed for the user and for the project, without those that are switched off', async () => {
    const rig = await skillRig();
    const archives = {
      [COMMIT]: repositoryTarGz({ 'skills/heron/SKILL.md': skillMd('heron', USER), 'skills/umbrella/SKILL.md': skillMd('umbrella', PROJECT) }),
    };
    rig.github.repositories.set('acme/skills', { refs: { 'refs/heads/main': COMMIT }, head: 'refs/heads/main', archives });
    const project = { kind: 'project', project: join(rig.folder, 'w') } as const;
    await install(rig, 'acme/skills', [{ path: 'skills/heron', replace: false }]);
    await install(rig, 'acme/skills', [{ path: 'skills/umbrella', replace: false }], project);

    expect(await seen(rig)).toEqual({ user: true, project: true });
    const heron = { place: rig.user, folderName: 'heron' };
    await rig.manager.setEnabled(heron, false);
    expect(await seen(rig)).toEqual({ user: false, project: true });
    await rig.manager.setEnabled(heron, true);
    const { id } = await rig.manager.remove({ place: project, folderName: 'umbrella' });
    expect(await seen(rig)).toEqual({ user: true, project: false });
    await rig.manager.restoreBackup(id, { replace: false });
    expect(await seen(rig)).toEqual({ user: true, project: true });
  });
});

/** Runs the client once in the project and looks for the descriptions in what it sent. */
async function seen({ folder, claude }: { readonly folder: string; readonly claude: string }) {
  mock.play({ mode: 'ok' });
  const env = { CLAUDE_CONFIG_DIR: claude };
  const result = await runClaudeCode({
    program: client.kind === 'found' ? client.path : '',
    home: folder,
    baseUrl: mock.url,
    token: 'cp-test',
    trapUrl: mock.url,
    env,
  });
  expect(result).toMatchObject({ code: 0 });
  const sent = mock.seen.map(({ bytes }) => bytes.toString('utf8')).join('\n');
  expect(sent).toContain('say hi');
  return { user: sent.includes(USER), project: sent.includes(PROJECT) };
}
