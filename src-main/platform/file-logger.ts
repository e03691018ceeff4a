/**
 * The log of the running app: pino's JSON lines in a rotating file, credentials removed, written asynchronously so that the
 * thread that relays never waits for a disk. Lines still in memory are lost if the process is killed; `flush` before an exit.
 */
import { write } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import pino from 'pino';
import type { AppSettings } from '../../src-shared/schemas/settings.ts';
import { BYTES_PER_MIB } from '../../src-shared/units.ts';
import { LineQueue, type LineSink } from './line-queue.ts';
import type { LogFields, Logger } from './logger.ts';
import { redactFields, redactText } from './redact-fields.ts';
import { RotatingFile } from './rotating-file.ts';

export type LogLevel = AppSettings['log']['level'];

export interface FileLoggerOptions {
  readonly folder: string;
  /** The current file, as a path or a name in `folder`; older ones get a number before the ending. */
  readonly file: string;
  readonly level: LogLevel;
  /** Also tells people at the terminal, one short line each. Default false. */
  readonly alsoStderr?: boolean;
  /** Default 10 MiB. */
  readonly maxBytes?: number;
  /** Files kept, the current one included. Default 5. */
  readonly files?: number;
  /** Told once when the log cannot be written; default: one line on stderr. */
  readonly onFailure?: (error: unknown) => void;
}

export interface FileLogger extends Logger {
  setLevel(level: LogLevel): void;
  /** Resolves when all lines so far are in the file, or cannot be written now. */
  flush(): Promise<void>;
  /** Flushes and closes; later lines are ignored. */
  close(): Promise<void>;
}

const DEFAULT_MAX_BYTES = 10 * BYTES_PER_MIB;
const DEFAULT_FILES = 5;
const STDERR_FD = 2;

export function createFileLogger(options: FileLoggerOptions): FileLogger {
  const file = new RotatingFile({
    path: resolve(options.folder, options.file),
    maxBytes: options.maxBytes ?? DEFAULT_MAX_BYTES,
    files: options.files ?? DEFAULT_FILES,
  });
  const terminal = new LineQueue({ sink: stderrSink(), onFailure: () => undefined }); // Nobody is left to tell.
  const onFailure = options.onFailure ?? ((error) => terminal.push(`the log ${options.file} cannot be written: ${String(error)}\n`));
  const queue = new LineQueue({ sink: file, onFailure });
  const logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    { write: (line) => queue.push(line) },
  );
  const log =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}) => {
      if (!logger.isLevelEnabled(level)) return;
      const dropped = queue.takeDropped();
      if (dropped > 0) logger.warn({ dropped }, 'log lines were dropped because the log could not be written');
      const redacted = redactFields(fields);
      logger[level](redacted, redactText(message));
      if (options.alsoStderr === true) terminal.push(`${level.padEnd(5)} ${redactText(message)}${shortFields(redacted)}\n`);
    };
  return {
    debug: log('debug'),
    info: log('info'),
    warn: log('warn'),
    error: log('error'),
    setLevel: (level) => {
      logger.level = level;
    },
    flush: async () => {
      await Promise.all([queue.flush(), terminal.flush()]);
    },
    close: async () => {
      await queue.close();
      await terminal.close();
    },
  };
}

function shortFields(fields: Readonly<Record<string, unknown>>): string {
  const shown = Object.entries(fields).map(([key, value]) => {
    const isError = typeof value === 'object' && value !== null && 'message' in value;
    return ` ${key}=${isError ? String(value.message) : JSON.stringify(value)}`;
  });
  return shown.join('');
}

/** Not process.stderr: that writes at once, and a reader that has stopped reading would stop the relaying as well. */
function stderrSink(): LineSink {
  const writeTo = promisify(write);
  return {
    write: async (chunk) => {
      const bytes = Buffer.from(chunk);
      for (let offset = 0; offset < bytes.length; ) offset += (await writeTo(STDERR_FD, bytes, offset)).bytesWritten;
    },
    close: async () => undefined,
  };
}
