/**
 * What a caller of the admin router learns of a failure: an AppError's code, field and repair; the issues of a bad input;
 * of anything else only that it went wrong inside. Stacks and foreign messages stay in the log.
 */
import type { TRPC_ERROR_CODE_KEY, TRPCError } from '@trpc/server';
import { z } from 'zod';
import { AppError, type AppErrorCode, type Repair } from '../../src-shared/app-error.ts';

export interface AdminErrorData {
  readonly code: AppErrorCode;
  /** Dotted path of the input field at fault. */
  readonly field: string | null;
  readonly repair: Repair | null;
}

export interface InputIssue {
  readonly path: readonly string[];
  readonly code: string;
  readonly message: string;
}

export interface DescribedError {
  readonly message: string;
  readonly app: AdminErrorData;
  /** What is wrong with the input, field by field; null when the input is not the problem. */
  readonly issues: readonly InputIssue[] | null;
}

const INTERNAL: AdminErrorData = { code: 'INTERNAL', field: null, repair: null };

/** HTTP status of each code, by tRPC's names. What is not listed is a fault of this side: 500. */
const STATUS_OF: Partial<Record<AppErrorCode, TRPC_ERROR_CODE_KEY>> = {
  BACKUP_NOT_FOUND: 'NOT_FOUND',
  CLAUDE_SETTINGS_BROKEN: 'CONFLICT',
  CLAUDE_SETTINGS_CHANGED_MEANWHILE: 'CONFLICT',
  CLAUDE_SETTINGS_TAKEN: 'CONFLICT',
  CONFIG_INVALID: 'BAD_REQUEST',
  ENDPOINT_IS_SELF: 'BAD_REQUEST',
  ENDPOINT_NAME_TAKEN: 'CONFLICT',
  ENDPOINT_NOT_FOUND: 'NOT_FOUND',
  EXCHANGE_NOT_FOUND: 'NOT_FOUND',
  MCP_NAME_TAKEN: 'CONFLICT',
  MCP_SERVER_NOT_FOUND: 'NOT_FOUND',
  NOT_SUPPORTED_HERE: 'METHOD_NOT_SUPPORTED',
  PORT_IN_USE: 'CONFLICT',
  PORT_RESERVED: 'CONFLICT',
  REPLAY_IMPOSSIBLE: 'CONFLICT',
  SERVICE_FAILED: 'CONFLICT',
  SKILL_NAME_TAKEN: 'CONFLICT',
  SKILL_NOT_FOUND: 'NOT_FOUND',
  SKILL_REFUSED: 'CONFLICT',
  PROGRAM_NOT_FOUND: 'NOT_FOUND',
  TERMINAL_FAILED: 'CONFLICT',
  TOKEN_NAME_TAKEN: 'CONFLICT',
  TOKEN_NOT_FOUND: 'NOT_FOUND',
  UNAUTHORIZED: 'UNAUTHORIZED',
};

export function statusOf(code: AppErrorCode): TRPC_ERROR_CODE_KEY {
  return STATUS_OF[code] ?? 'INTERNAL_SERVER_ERROR';
}

/** Whether the failure is our own doing and belongs into the log with its stack. */
export function isFault(error: TRPCError): boolean {
  return error.code === 'INTERNAL_SERVER_ERROR' && !(error.cause instanceof AppError);
}

export function describeError(error: TRPCError): DescribedError {
  const { cause } = error;
  if (cause instanceof AppError) {
    return { message: cause.message, app: { code: cause.code, field: cause.field ?? null, repair: cause.repair ?? null }, issues: null };
  }
  if (isFault(error)) return { message: 'something went wrong inside Code Proxy; its log says more', app: INTERNAL, issues: null };
  if (cause instanceof z.ZodError) return describeInput(cause);
  const code = error.code === 'UNAUTHORIZED' || error.code === 'FORBIDDEN' ? 'UNAUTHORIZED' : 'CONFIG_INVALID';
  return { message: error.message, app: { code, field: null, repair: null }, issues: null };
}

function describeInput(cause: z.ZodError): DescribedError {
  const issues = cause.issues.map((issue) => ({ path: issue.path.map(String), code: issue.code, message: issue.message }));
  const field = issues[0]?.path.join('.') ?? '';
  const message = issues.map((issue) => (issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`)).join('; ');
  return { message, app: { code: 'CONFIG_INVALID', field: field === '' ? null : field, repair: null }, issues };
}
