/** A failure as the page about Claude Code's files shows it: it cannot send anybody to itself, but what was corrected in an editor can be asked for again. */
import { failureOf } from '../use-failures.ts';

export function failureOnPage(question: { readonly error: unknown }): ReturnType<typeof failureOf> {
  const failure = failureOf(question);
  return failure?.repair === 'open-claude-settings' ? { ...failure, repair: 'retry' } : failure;
}
