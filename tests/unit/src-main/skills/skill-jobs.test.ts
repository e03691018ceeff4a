import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeSkillFiles } from '../../../../src-main/skills/skill-files.ts';
import { type JobControl, SkillJobs } from '../../../../src-main/skills/skill-jobs.ts';
import { refuse } from '../../../../src-main/skills/skill-refusal.ts';
import { SkillUploads } from '../../../../src-main/skills/skill-uploads.ts';
import { SKILL_ARCHIVE_BYTES } from '../../../../src-shared/schemas/skill-job.ts';
import { MS_PER_HOUR } from '../../../../src-shared/units.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';
import { eventually } from '../../../support/eventually.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

async function setUp() {
  const workFolder = join(await tempFolder(), 'work');
  const clock = new FakeClock();
  const logger = new CaptureLogger();
  const told: string[] = [];
  const publish = ({ phase, doneBytes }: { phase: string; doneBytes: number }) => void told.push(`${phase} ${doneBytes}`);
  const jobs = new SkillJobs({ files: nodeSkillFiles, clock, logger, workFolder, ready: async () => undefined, publish });
  return { jobs, clock, logger, told, workFolder, uploads: new SkillUploads({ files: nodeSkillFiles, clock, workFolder }) };
}

const untilGivenUp = ({ signal }: JobControl) => new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
const nothing = () => undefined;

describe('SkillJobs', () => {
  it('has a folder while it lasts, and says how it ended', async () => {
    const { jobs, told, workFolder } = await setUp();
    let ends = 0;
    const { id } = jobs.start(
      'install',
      'x',
      async ({ folder, progress }) => {
        await writeFile(join(folder, 'file'), 'x');
        progress(5, 10);
        // Too soon after the one before to be told.
        progress(6, 10);
      },
      () => {
        ends += 1;
      },
    );
    await eventually(() => jobs.get(id).phase).toBe('done');
    expect(jobs.get(id)).toMatchObject({ doneBytes: 6, totalBytes: 10, problem: null });
    expect(told).toEqual(['downloading 5', 'done 6']);
    expect([ends, existsSync(join(workFolder, id))]).toEqual([1, false]);
  });

  it('fails with the problem of a refusal, and with a general one otherwise', async () => {
    const { jobs, logger } = await setUp();
    const refused = jobs.start('install', 'x', async () => refuse('no-skills'), nothing);
    const broken = jobs.start('install', 'x', async () => Promise.reject(new Error('a fault')), nothing);
    await eventually(() => [jobs.get(refused.id).phase, jobs.get(broken.id).phase]).toEqual(['failed', 'failed']);
    expect(jobs.get(refused.id).problem).toMatchObject({ code: 'no-skills' });
    expect(jobs.get(broken.id).problem).toMatchObject({ code: 'interrupted' });
    expect(logger.messages('error')).toEqual(['a job on skills failed']);
  });

  it('is given up when nobody chooses for an hour', async () => {
    const { jobs, clock, workFolder } = await setUp();
    const { id } = jobs.start('install', 'x', async ({ change }) => change({ phase: 'choosing' }), nothing);
    await eventually(() => clock.pendingTimers).toBe(1);
    clock.advance(MS_PER_HOUR);
    await eventually(() => jobs.get(id).phase).toBe('cancelled');
    expect(existsSync(join(workFolder, id))).toBe(false);
    expect(() => jobs.proceed(id, async () => undefined)).toThrow(/waits for no choice/);
  });

  it('goes on after a choice, once', async () => {
    const { jobs, clock } = await setUp();
    const { id } = jobs.start('install', 'x', async ({ change }) => change({ phase: 'choosing' }), nothing);
    await eventually(() => clock.pendingTimers).toBe(1);
    expect(jobs.proceed(id, untilGivenUp).phase).toBe('installing');
    expect(() => jobs.proceed(id, async () => undefined)).toThrow(/waits for no choice/);
    await jobs.cancel(id);
    expect(jobs.get(id).phase).toBe('cancelled');
    expect(clock.pendingTimers).toBe(0);
  });

  it('runs four at a time, forgets old ones, and ends them all', async () => {
    const { jobs, clock } = await setUp();
    const first = jobs.start('install', 'x', untilGivenUp, nothing);
    for (let at = 0; at < 3; at += 1) jobs.start('install', 'x', untilGivenUp, nothing);
    expect(() => jobs.start('install', 'x', untilGivenUp, nothing)).toThrow(/run already/);
    await jobs.stop();
    expect(jobs.list().map(({ phase }) => phase)).toEqual(['cancelled', 'cancelled', 'cancelled', 'cancelled']);
    clock.advance(MS_PER_HOUR + 1);
    jobs.start('install', 'x', async () => undefined, nothing);
    expect(() => jobs.get(first.id)).toThrow(/no such job/);
    await jobs.stop();
  });
});

describe('SkillUploads', () => {
  it('keeps parts in a file until it is dropped, or for an hour', async () => {
    const { uploads, clock } = await setUp();
    const id = uploads.begin('a.zip', 4);
    await uploads.add(id, 0, Buffer.from('ab'));
    expect(() => uploads.whole(id)).toThrow(/only 2 of 4/);
    await uploads.add(id, 2, Buffer.from('cd'));
    const { file } = uploads.whole(id);
    expect(existsSync(file)).toBe(true);
    clock.advance(MS_PER_HOUR);
    await eventually(() => existsSync(file)).toBe(false);
    expect(() => uploads.whole(id)).toThrow(/no such upload/);
  });

  it('takes four at a time, none too large, and no more than was said', async () => {
    const { uploads } = await setUp();
    expect(() => uploads.begin('a', SKILL_ARCHIVE_BYTES + 1)).toThrow(/at most/);
    const id = uploads.begin('a', 1);
    await expect(uploads.add(id, 0, Buffer.from('ab'))).rejects.toThrow(/does not belong/);
    for (let at = 0; at < 3; at += 1) uploads.begin('a', 1);
    expect(() => uploads.begin('a', 1)).toThrow(/already/);
  });
});
