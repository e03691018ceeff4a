/**
 * The one error class of the product and the closed list of its codes.
 *
 * Codes are stable and are what callers match on; messages are for people and may change. Each code has a row in
 * docs/errors.md (a test keeps both lists equal). Messages never hold a credential or a request body.
 */
export const APP_ERROR_CODES = [
  'ADDRESS_NOT_LOCAL',
  'BACKUP_NOT_FOUND',
  'CLAUDE_SETTINGS_BROKEN',
  'CLAUDE_SETTINGS_CHANGED_MEANWHILE',
  'CLAUDE_SETTINGS_TAKEN',
  'CLAUDE_SETTINGS_UNWRITABLE',
  'CONFIG_INVALID',
  'DATA_FOLDER_LOCKED',
  'DATA_FOLDER_UNWRITABLE',
  'DATABASE_FOREIGN',
  'DATABASE_NEWER',
  'DATABASE_UNREADABLE',
  'ENDPOINT_IS_SELF',
  'ENDPOINT_NAME_TAKEN',
  'ENDPOINT_NOT_FOUND',
  'EXCHANGE_NOT_FOUND',
  'INSTANCE_UNREACHABLE',
  'INTERNAL',
  'KEY_UNAVAILABLE',
  'MCP_NAME_TAKEN',
  'MCP_SERVER_NOT_FOUND',
  'NOT_SUPPORTED_HERE',
  'PORT_IN_USE',
  'PORT_RESERVED',
  'PROGRAM_NOT_FOUND',
  'REPLAY_IMPOSSIBLE',
  'RULE_ID_TAKEN',
  'RULE_NOT_FOUND',
  'SERVICE_FAILED',
  'SKILL_FOLDER_UNWRITABLE',
  'SKILL_NAME_TAKEN',
  'SKILL_NOT_FOUND',
  'SKILL_REFUSED',
  'STORAGE_FAILED',
  'TERMINAL_FAILED',
  'TOKEN_NAME_TAKEN',
  'TOKEN_NOT_FOUND',
  'UNAUTHORIZED',
] as const;

export type AppErrorCode = (typeof APP_ERROR_CODES)[number];

/** What a user interface can offer as the next step beside an error message. */
export const REPAIRS = ['open-settings', 'open-endpoints', 'open-claude-settings', 'open-rules', 'retry', 'choose-port', 'take-over'] as const;
export type Repair = (typeof REPAIRS)[number];

export interface AppErrorOptions {
  readonly cause?: unknown;
  readonly repair?: Repair;
  /** The input field that is at fault, as a dotted path, for example `proxy.port`. */
  readonly field?: string;
}

export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: AppErrorCode;
  readonly repair: Repair | undefined;
  readonly field: string | undefined;

  constructor(code: AppErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.repair = options.repair;
    this.field = options.field;
  }
}
