import { randomUUID } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { answerTextQuestion, textAnswerSchema } from '../../../../src-main/claude-code/text-messages.ts';
import { performTextTask, type TextTaskInput, type TextTaskName } from '../../../../src-main/claude-code/text-tasks.ts';
import { TextThread } from '../../../../src-main/claude-code/text-thread.ts';
import { systemClock } from '../../../../src-main/platform/clock.ts';
import { VALUES } from '../../../support/claude-settings-rig.ts';

const SMALL = Buffer.from('{ "env" : {"A": "1"} }\n');
/** Some 200 KB. */
const LARGE = Buffer.from(
  `\uFEFF${JSON.stringify({ env: { A: '1' }, permissions: { allow: Array.from({ length: 6_000 }, (_, at) => `Bash(echo ${at}:*)`) } }, null, '\t')}\r\n`,
);
const FILE = '/home/user/.claude/settings.json';

function thread(): TextThread {
  const texts = new TextThread(systemClock);
  onTestFinished(() => texts.stop());
  return texts;
}

const planned = (current: Buffer): TextTaskInput<'plan'> => ({
  file: FILE,
  target: FILE,
  current,
  earlier: null,
  values: { ...VALUES, commitAttribution: false, models: { ANTHROPIC_MODEL: 'mine', ANTHROPIC_SMALL_FAST_MODEL: null } },
  instance: { id: randomUUID(), pid: 1 },
  nowMs: 5,
  missingFolders: ['/home/user/.claude'],
});

/** Whether others had their turn before the answer was there. */
async function letsOthersTurn(task: () => Promise<unknown>): Promise<boolean> {
  let turned = false;
  setImmediate(() => (turned = true));
  await task();
  return turned;
}

describe('the thread of texts', () => {
  it('gives what the same task gives in place, for each task', async () => {
    const texts = thread();
    const plan = await texts.run('plan', planned(LARGE));
    const inPlace = performTextTask('plan', planned(LARGE));
    expect({ ...plan, journal: null }).toEqual({ ...inPlace, journal: null });
    expect(plan.journal.keys).toEqual(inPlace.journal.keys);
    const edited = Buffer.from(plan.wanted.toString().replace('"A": "1"', '"A": "2"'));
    const edits = [
      { path: ['env', 'A'], value: undefined },
      { path: ['new', 'path'], value: { b: [null, 'x'] } },
    ];
    const same = async <K extends TextTaskName>(task: K, input: TextTaskInput<K>) =>
      expect(await texts.run(task, input)).toEqual(performTextTask(task, input));
    await same('edit', { bytes: LARGE, edits, file: FILE });
    await same('undo', { current: edited, journal: plan.journal, file: FILE });
    await same('undo', { current: null, journal: plan.journal, file: FILE });
    await same('describe', { current: LARGE, wanted: plan.wanted, file: FILE });
    await same('compare', { before: LARGE, after: edited, file: FILE });
    await same('clean', { bytes: plan.wanted, file: FILE });
    expect(await texts.run('undo', { current: plan.wanted, journal: plan.journal, file: FILE })).toEqual(LARGE);
  });

  it('leaves the thread that asks to others while a large text is edited, and does a small one at once', async () => {
    const texts = thread();
    const edits = [{ path: ['a'], value: 1 }];
    expect(await letsOthersTurn(() => texts.run('edit', { bytes: SMALL, edits, file: FILE }))).toBe(false);
    expect(await letsOthersTurn(() => texts.run('edit', { bytes: LARGE, edits, file: FILE }))).toBe(true);
    const { journal } = performTextTask('plan', planned(LARGE));
    expect(await letsOthersTurn(() => texts.run('undo', { current: SMALL, journal, file: FILE }))).toBe(true);
  });

  it('refuses as it does in place, small or large', async () => {
    const texts = thread();
    const broken = Buffer.concat([LARGE.subarray(0, LARGE.length - 4), Buffer.from('\n"x" }')]);
    const refusal = { code: 'CLAUDE_SETTINGS_BROKEN', repair: 'open-claude-settings', message: expect.stringMatching(/settings\.json, line \d+:/) };
    for (const bytes of [broken, Buffer.from('{"x" }')]) {
      await expect(texts.run('edit', { bytes, edits: [], file: FILE })).rejects.toMatchObject(refusal);
    }
  });

  it('gives up what it has not answered when it is stopped, and is there for the next one', async () => {
    const texts = thread();
    const asked = texts.run('edit', { bytes: LARGE, edits: [], file: FILE });
    const given = expect(asked).rejects.toMatchObject({ code: 'INTERNAL', message: expect.stringContaining('nothing was changed') });
    await texts.stop();
    await given;
    expect(await texts.run('edit', { bytes: LARGE, edits: [], file: FILE })).toEqual(LARGE);
  });

  it('answers several questions, each its own', async () => {
    const texts = thread();
    const answers = await Promise.all([1, 2, 3].map((value) => texts.run('edit', { bytes: LARGE, edits: [{ path: ['n'], value }], file: FILE })));
    expect(answers.map((bytes) => JSON.parse(bytes.toString().slice(1)).n)).toEqual([1, 2, 3]);
  });
});

it('a question in an unknown form is a failure of ours, and not of the file', () => {
  expect(textAnswerSchema.parse(answerTextQuestion({ id: 7, task: 'edit', input: { bytes: 'text' } }))).toMatchObject({ kind: 'failed', id: 7 });
});
