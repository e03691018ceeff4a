/**
 * What people and scripts learn of a failure: one line "what – what to do" and a stable code, whichever way the core was
 * reached. The admin client gives our own errors; in-process they come wrapped in tRPC's.
 */
import { z } from 'zod';
import { AppError } from '../../src-shared/app-error.ts';
import { printable } from './text-style.ts';
import { UsageError } from './usage-error.ts';

export interface Failure {
  /** One of APP_ERROR_CODES, or USAGE for a wrong command line. */
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
  readonly repair: string | null;
  readonly exitCode: 1 | 2;
}

/** How the CLI calls the fields of the router's inputs. */
const OPTION_OF_FIELD: Readonly<Record<string, string>> = {
  authStyle: '--auth',
  baseUrl: '--url',
  costMultiplier: '--cost-multiplier',
  credential: '--token',
  families: '--families',
  forMs: '--for',
  inputIncludesCache: '--input-includes-cache',
  maxConcurrent: '--max-concurrent',
  modelMap: '--map',
  name: '--name',
  note: '--note',
  position: '--to',
  protocol: '--protocol',
  step: '--by',
  terminal: '--terminal',
};

/** `open-claude-settings` is for the dashboard: its messages say what to do, and no verb shows a file that cannot be read. */
const REMEDIES: Readonly<Record<string, string>> = {
  'choose-port': 'choose another one with --port',
  'open-endpoints': 'look at them with "code-proxy endpoint list"',
  'open-rules': 'look at them with "code-proxy rules list"',
  'open-settings': 'look at them with "code-proxy settings get"',
  retry: 'try again',
  'take-over': 'add --take-over to replace it',
};

/** What to do about some errors that offer no repair, by code. */
const REMEDY_OF_CODE: Readonly<Record<string, string>> = {
  MCP_NAME_TAKEN: 'choose another name, or change that one with "code-proxy mcp edit"',
  TOKEN_NOT_FOUND: 'see "code-proxy token list"',
  SKILL_NAME_TAKEN: 'install and restore take --replace, which keeps it as a backup',
};

export function failureOf(error: unknown): Failure {
  if (error instanceof UsageError) return { code: 'USAGE', message: error.message, field: error.field, repair: null, exitCode: 2 };
  if (error instanceof AppError) {
    return ofApp(error.message, { code: error.code, field: error.field ?? null, repair: error.repair ?? null });
  }
  if (error instanceof z.ZodError) return ofInput(error);
  if (error instanceof Error && (error.cause instanceof AppError || error.cause instanceof z.ZodError)) return failureOf(error.cause);
  return { code: 'INTERNAL', message: unexpected(error), field: null, repair: null, exitCode: 1 };
}

function ofApp(message: string, app: { readonly code: string; readonly field: string | null; readonly repair: string | null }): Failure {
  const field = app.field?.replace(/^patch\./, '') ?? null;
  const isInputFault = app.code === 'CONFIG_INVALID' && field !== null;
  return {
    code: app.code,
    message: withRemedy(withOptionName(message, field), REMEDIES[app.repair ?? ''] ?? REMEDY_OF_CODE[app.code]),
    field,
    repair: app.repair,
    exitCode: isInputFault ? 2 : 1,
  };
}

function ofInput(error: z.ZodError): Failure {
  const path = error.issues[0]?.path.map(String).join('.') ?? '';
  const message = error.issues.map((issue) => [...issue.path.map(String), ''].join('.').replace(/\.$/, ': ') + issue.message).join('; ');
  return { ...ofApp(message, { code: 'CONFIG_INVALID', field: path === '' ? null : path, repair: null }), exitCode: 2 };
}

/** `patch.baseUrl: is wrong` becomes `--url is wrong`. */
function withOptionName(message: string, field: string | null): string {
  const option = OPTION_OF_FIELD[field?.split('.')[0] ?? ''];
  if (option === undefined || field === null) return message;
  return message.replace(new RegExp(`^(patch\\.)?${field.replaceAll('.', '\\.')}: `), `${option} `);
}

function withRemedy(message: string, remedy: string | undefined): string {
  const saysIt = message.includes(' – ') || (remedy === REMEDIES.retry && /try again/i.test(message));
  return remedy === undefined || saysIt ? message : `${message.replace(/\.$/, '')} – ${remedy}`;
}

function unexpected(error: unknown): string {
  const what = error instanceof Error ? error.message : String(error);
  return `${what} – run it again with CODE_PROXY_DEBUG=1 for details`;
}

/** The one line on stderr. */
export function failureLine(failure: Failure): string {
  return printable(`code-proxy: ${failure.message.replaceAll(/\s*\n\s*/g, ' ')}`);
}

/** The object that `--json` prints on stdout. */
export function failureJson(failure: Failure): { readonly error: Omit<Failure, 'exitCode'> } {
  const { code, message, field, repair } = failure;
  return { error: { code, message, field, repair } };
}
