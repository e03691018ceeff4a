/** A failure as described in the "Try it" panel, and the question to the core that it becomes. */
import type { RuleTestInputRaw } from '../../src-shared/schemas/failover-rule.ts';

export const TRY_KINDS = ['status', 'error-event', 'unreachable', 'timeout', 'bad-answer'] as const;

export interface TriedFailure {
  readonly kind: (typeof TRY_KINDS)[number];
  readonly status: string;
  /** Empty with a status: the body is no Anthropic error. */
  readonly errorType: string;
  readonly message: string;
  /** Value of the header; empty: none. */
  readonly retryAfter: string;
}

export function testInputOf({ kind, status, errorType, message, retryAfter }: TriedFailure): RuleTestInputRaw {
  switch (kind) {
    case 'status': {
      const headers = retryAfter.trim() === '' ? {} : { 'retry-after': retryAfter.trim() };
      const type = errorType.trim();
      const body = type === '' ? message : JSON.stringify({ type: 'error', error: { type, message } });
      return { answer: { kind, status: Number(status), headers, body } };
    }
    case 'error-event':
      return { answer: { kind, errorType, text: message } };
    case 'unreachable':
      return { answer: { kind, cause: 'refused' } };
    case 'timeout':
      return { answer: { kind, phase: 'first-byte' } };
    case 'bad-answer':
      return { answer: { kind, what: 'html' } };
  }
}
