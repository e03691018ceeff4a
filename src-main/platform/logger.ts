/** What the core needs of a log. The implementation that writes rotating files is platform/file-logger.ts. */

export type LogFields = Readonly<Record<string, unknown>>;

/** Messages are constant sentences; whatever varies goes into fields, which are redacted by name. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
