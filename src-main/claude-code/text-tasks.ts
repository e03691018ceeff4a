/** What is computed of the texts of Claude Code's files: whole questions with whole answers, so that another thread can do it. Pure. */
import type { ClaudeDiff } from '../../src-shared/schemas/status.ts';
import { type ApplyInput, type ApplyPlan, planApply, withoutLeftovers } from './apply-plan.ts';
import { describeChange } from './describe-change.ts';
import { editJson, type JsonEdit } from './edit-json.ts';
import type { Journal } from './journal.ts';
import { maskText, unifiedDiff } from './line-diff.ts';
import { undoEdit } from './undo-edit.ts';

/** `file` is as the user knows it, for messages. What cannot be read throws CLAUDE_SETTINGS_BROKEN. */
export interface TextTasks {
  /** As editJson. */
  readonly edit: {
    readonly input: { readonly bytes: Buffer | null; readonly edits: readonly JsonEdit[]; readonly file: string };
    readonly output: Buffer;
  };
  readonly plan: { readonly input: ApplyInput; readonly output: ApplyPlan };
  /** As undoEdit. */
  readonly undo: {
    readonly input: { readonly current: Buffer | null; readonly journal: Journal; readonly file: string };
    readonly output: Buffer | null;
  };
  readonly describe: {
    readonly input: { readonly current: Buffer | null; readonly wanted: Buffer; readonly file: string };
    readonly output: ClaudeDiff;
  };
  /** The difference for people, credentials masked. */
  readonly compare: { readonly input: { readonly before: Buffer; readonly after: Buffer; readonly file: string }; readonly output: string };
  /** Without what a Code Proxy left; what cannot be read stays as it is. */
  readonly clean: { readonly input: { readonly bytes: Buffer; readonly file: string }; readonly output: Buffer };
}

export type TextTaskName = keyof TextTasks;
export type TextTaskInput<K extends TextTaskName> = TextTasks[K]['input'];
export type TextTaskOutput<K extends TextTaskName> = TextTasks[K]['output'];

/** Who has such tasks done. */
export interface TextWork {
  /** Rejects as the task throws, and with INTERNAL when it could not be done at all. */
  run<K extends TextTaskName>(task: K, input: TextTaskInput<K>): Promise<TextTaskOutput<K>>;
}

const TASKS: { readonly [K in TextTaskName]: (input: TextTaskInput<K>) => TextTaskOutput<K> } = {
  edit: ({ bytes, edits, file }) => editJson(bytes, edits, { file }),
  plan: planApply,
  undo: ({ current, journal, file }) => undoEdit(current, journal, file),
  describe: ({ current, wanted, file }) => describeChange(current, wanted, file),
  compare: ({ before, after, file }) => maskText(unifiedDiff(before.toString('utf8'), after.toString('utf8'), file)),
  clean({ bytes, file }) {
    try {
      return withoutLeftovers(bytes, file) ?? bytes;
    } catch {
      // It was as broken when it was copied.
      return bytes;
    }
  },
};

export function performTextTask<K extends TextTaskName>(task: K, input: TextTaskInput<K>): TextTaskOutput<K> {
  return TASKS[task](input);
}

/** On the thread that asks: for files of a few KiB, and where nothing is relayed. */
export const inPlace: TextWork = { run: async (task, input) => performTextTask(task, input) };
