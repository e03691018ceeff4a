import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { SkillService } from '../../../../../src-main/admin/claude-files-ports.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { runCli } from '../../../../support/cli-run.ts';
import {
  fakeSkillService,
  sampleBackup,
  sampleCandidate,
  sampleSkill,
  sampleSkillJob,
  sampleUpdate,
  USER_PLACE,
} from '../../../../support/skill-double.ts';
import { tempFolder } from '../../../../support/temp-folder.ts';

const ref = { place: USER_PLACE, folderName: 'pdf' };
const two = [sampleCandidate(), sampleCandidate({ path: 'skills/docx', folderName: 'docx', name: 'docx' })];

/** Jobs that have got as far as they will, so that nothing is waited for. */
function service(changes: Partial<SkillService> = {}): SkillService {
  return fakeSkillService({
    find: () => sampleSkillJob({ phase: 'choosing', candidates: two }),
    choose: async () => sampleSkillJob({ phase: 'done', results: [{ path: 'skills/pdf', folderName: 'pdf', ref, problem: null }] }),
    check: () => sampleSkillJob({ kind: 'update', phase: 'choosing', updates: [sampleUpdate()] }),
    update: async () => sampleSkillJob({ kind: 'update', phase: 'done', results: [{ path: '', folderName: 'pdf', ref, problem: null }] }),
    ...changes,
  });
}

const run = (skills: SkillService, ...args: string[]) => runCli(['skill', ...args], { services: fakeAdminServices({ skills }) });

describe('code-proxy skill', () => {
  it('lists skills with their state, and says what is wrong with one', async () => {
    const broken = sampleSkill({ folderName: 'old', name: 'older', problems: [{ code: 'no-skill-md', values: {} }] });
    const skills = service({
      list: async () => ({ places: [], items: [sampleSkill(), sampleSkill({ folderName: 'off', isEnabled: false }), broken] }),
    });
    const { out, exitCode } = await run(skills, 'list');
    expect(out).toMatch(/pdf +on +\/home\/user\/\.claude +12\.1 KiB +acme\/skills/);
    expect(out).toMatch(/off \(pdf\) +off/);
    expect(out).toMatch(/old \(older\) +broken .*There is no SKILL\.md/);
    expect(exitCode).toBe(0);
  });

  it('shows a skill and its text', async () => {
    const { out } = await run(service(), 'show', 'pdf');
    expect(out).toContain('Read, Bash');
    expect(out).toContain('# PDF');
    expect((await run(service(), 'show', 'nothing')).err).toContain('there is no skill "nothing"');
  });

  it('installs into no project that is not there', async () => {
    const skills = service();
    const find = vi.spyOn(skills, 'find');
    const missing = join(await tempFolder(), 'shpo');
    expect(await run(skills, 'install', 'acme/skills', '--all', '--project', missing)).toMatchObject({
      exitCode: 2,
      err: `code-proxy: --project ${missing} is not a folder – name an existing one\n`,
    });
    expect(find).not.toHaveBeenCalled();
  });

  it('installs what was named, for the user unless a project is', async () => {
    const skills = service();
    const choose = vi.spyOn(skills, 'choose');
    const { out, exitCode } = await run(skills, 'install', 'acme/skills', '--only', 'pdf', '--replace');
    expect(choose).toHaveBeenCalledWith({ id: 'job-1', place: USER_PLACE, selections: [{ path: 'skills/pdf', replace: true }] });
    expect(out).toContain('installed pdf');
    expect(exitCode).toBe(0);
    const project = await tempFolder();
    await run(skills, 'install', 'acme/skills', '--all', '--project', project);
    expect(choose).toHaveBeenLastCalledWith(
      expect.objectContaining({ place: { kind: 'project', project }, selections: [expect.anything(), expect.anything()] }),
    );
  });

  it('does not guess which of several are meant, and gives the job up', async () => {
    const skills = service();
    const cancel = vi.spyOn(skills, 'cancel');
    const { err, exitCode } = await run(skills, 'install', 'acme/skills');
    expect(err).toContain('there are 2 skills: pdf, docx');
    expect(exitCode).toBe(2);
    expect(cancel).toHaveBeenCalledWith('job-1');
    expect((await run(skills, 'install', 'acme/skills', '--only', 'none')).exitCode).toBe(2);
    expect((await run(skills, 'install', 'acme/skills', '--all', '--as', 'x')).exitCode).toBe(2);
  });

  it('fails with the reason when the source is refused, and with 1 when one of several was not installed', async () => {
    const refused = service({
      find: () => sampleSkillJob({ phase: 'failed', problem: { code: 'file-too-large', values: { path: 'a/b', limitBytes: '67108864' } } }),
    });
    expect(await run(refused, 'install', 'acme/skills')).toMatchObject({ exitCode: 1, err: expect.stringContaining('a/b is larger than 64.0 MiB') });
    const results = [{ path: 'skills/pdf', folderName: 'pdf', ref: null, problem: { code: 'already-there' as const, values: { name: 'pdf' } } }];
    const half = service({ choose: async () => sampleSkillJob({ phase: 'done', results }) });
    expect(await run(half, 'install', 'acme/skills', '--all')).toMatchObject({
      exitCode: 1,
      out: expect.stringContaining('failed pdf: A skill called pdf is there already'),
    });
  });

  it('asks a job again until there is something to choose, with its progress on a terminal only', async () => {
    const phases = [sampleSkillJob({ doneBytes: 2_048, totalBytes: 4_096 }), sampleSkillJob({ phase: 'choosing', candidates: two })];
    const skills = service({ find: () => sampleSkillJob(), job: () => phases.shift() ?? sampleSkillJob({ phase: 'failed' }) });
    const services = fakeAdminServices({ skills });
    const { err, exitCode } = await runCli(['skill', 'install', 'acme/skills', '--all'], { services, isTerminal: true });
    expect(exitCode).toBe(0);
    expect(err).toContain('downloading 2.0 KiB of 4.0 KiB');
  });

  it('checks for updates, shows and installs them', async () => {
    const skills = service();
    const update = vi.spyOn(skills, 'update');
    expect((await run(skills, 'check')).out).toMatch(/pdf .*update +1/);
    expect((await run(skills, 'update', 'pdf', '--dry-run')).out).toContain('changed SKILL.md\n-a\n+b');
    expect(update).not.toHaveBeenCalled();
    expect((await run(skills, 'update', 'pdf', '--overwrite')).out).toContain('installed pdf');
    expect(update).toHaveBeenCalledWith({ id: 'job-1', refs: [ref], overwriteChanges: true });
    expect((await run(skills, 'update')).exitCode).toBe(2);
    const current = service({ check: () => sampleSkillJob({ phase: 'choosing', updates: [sampleUpdate({ state: 'current' })] }) });
    expect((await run(current, 'update', '--all')).out).toContain('Nothing to update');
  });

  it('switches, removes and brings back', async () => {
    const skills = service({ backups: async () => [sampleBackup()] });
    const restore = vi.spyOn(skills, 'restoreBackup');
    expect((await run(skills, 'disable', 'pdf')).out).toContain('pdf disabled');
    expect((await run(skills, 'enable', 'pdf')).out).toContain('pdf enabled');
    expect((await run(skills, 'remove', 'pdf')).out).toContain('"code-proxy skill restore backup-1"');
    expect((await run(skills, 'backups')).out).toMatch(/backup-1 +pdf .*removed/);
    await run(skills, 'restore', 'backup-1', '--replace');
    expect(restore).toHaveBeenCalledWith('backup-1', { replace: true });
  });

  it.each([['list'], ['show', 'pdf'], ['check'], ['backups'], ['remove', 'pdf'], ['install', 'a/b', '--all'], ['update', '--all']])(
    'prints JSON: %s',
    async (...args) => {
      const { out, exitCode } = await run(service(), ...args, '--json');
      expect(exitCode).toBe(0);
      expect(() => JSON.parse(out)).not.toThrow();
    },
  );
});
