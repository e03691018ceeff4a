/** Turns the options of `rules test` into the failure that they describe. */
import type { RuleTestInputRaw } from '../../src-shared/schemas/failover-rule.ts';
import { BAD_ANSWERS, TIMEOUT_PHASES, UNREACHABLE_CAUSES } from '../../src-shared/schemas/failover-rule.ts';
import { UsageError } from './usage-error.ts';

export interface RuleTestOptions {
  readonly status?: number;
  readonly header?: readonly string[];
  readonly body?: string;
  readonly event?: string;
  readonly unreachable?: string;
  readonly timeout?: string;
  readonly badAnswer?: string;
}

/**
 * @param readFile  Reads a file as text; for `--body @FILE`.
 * @throws UsageError when it is not exactly one failure.
 */
export async function ruleTestInput(options: RuleTestOptions, readFile: (file: string) => Promise<string>): Promise<RuleTestInputRaw> {
  const { status, event, unreachable, timeout, badAnswer } = options;
  const given = [status, event, unreachable, timeout, badAnswer].filter((value) => value !== undefined);
  if (given.length !== 1)
    throw new UsageError(
      'describe one failure: --status NUMBER, --event TYPE, --unreachable CAUSE, --timeout PHASE or --bad-answer WHAT',
      '--status',
    );
  if (status === undefined && options.header !== undefined) throw new UsageError('--header goes with --status only', '--header');
  const body = await bodyOf(options.body, readFile);
  if (status !== undefined) return { answer: { kind: 'status', status, headers: headersOf(options.header ?? []), body } };
  if (event !== undefined) return { answer: { kind: 'error-event', errorType: event, text: body } };
  if (unreachable !== undefined) return { answer: { kind: 'unreachable', cause: oneOf('--unreachable', UNREACHABLE_CAUSES, unreachable) } };
  if (timeout !== undefined) return { answer: { kind: 'timeout', phase: oneOf('--timeout', TIMEOUT_PHASES, timeout) } };
  return { answer: { kind: 'bad-answer', what: oneOf('--bad-answer', BAD_ANSWERS, badAnswer ?? '') } };
}

async function bodyOf(body: string | undefined, readFile: (file: string) => Promise<string>): Promise<string> {
  if (body === undefined) return '';
  return body.startsWith('@') ? readFile(body.slice(1)) : body;
}

function headersOf(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):\s*(.*?)\s*$/.exec(line) ?? [];
      if (name === undefined || value === undefined) throw new UsageError(`--header must look like 'retry-after: 5', not '${line}'`, '--header');
      return [name.toLowerCase(), value];
    }),
  );
}

function oneOf<T extends string>(option: string, values: readonly T[], given: string): T {
  const found = values.find((value) => value === given);
  if (found === undefined) throw new UsageError(`${option} must be one of ${values.join(', ')}`, option);
  return found;
}
