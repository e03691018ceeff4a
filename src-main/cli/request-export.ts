/** Writes all requests that a filter selects, part by part, to a file or to standard output. */
import { type FileHandle, open } from 'node:fs/promises';
import type { ExchangeFilter, ExportFormat } from '../../src-shared/schemas/exchange.ts';
import type { AdminCaller } from './admin-caller.ts';
import { count } from './amounts.ts';
import type { CliIo } from './session.ts';
import { UsageError } from './usage-error.ts';

export interface ExportOptions {
  readonly filter: ExchangeFilter;
  readonly format: ExportFormat;
  /** Null: standard output. */
  readonly file: string | null;
  readonly hasBom: boolean;
}

/** Excel takes a CSV file without it for one in the old code page. */
const BYTE_ORDER_MARK = '\uFEFF';
/** Start of the line, and erase it. */
const REWRITE = '\r\u001b[2K';

/** @returns how many requests were written. The file is whole, or it is said that it is not. */
export async function writeExport(caller: AdminCaller, options: ExportOptions, io: CliIo): Promise<number> {
  const { file, filter, format } = options;
  if (options.hasBom && format !== 'csv') throw new UsageError('--bom is for --export csv', '--bom');
  const handle = file === null ? null : await openFile(file);
  const write = async (text: string) => (handle === null ? io.out(text) : writeTo(handle, text, file ?? ''));
  let rows = 0;
  try {
    if (options.hasBom) await write(BYTE_ORDER_MARK);
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const part = await caller.exchanges.exportPart({ ...filter, format, rowsBefore: rows, ...(cursor === undefined ? {} : { cursor }) });
      await write(part.text);
      rows += part.rows;
      cursor = part.nextCursor;
      if (handle !== null && io.isTerminal) io.err(`${REWRITE}${progressText(rows, part.reachedMs)}`);
    }
  } finally {
    if (handle !== null && io.isTerminal) io.err(REWRITE);
    await handle?.close();
  }
  return rows;
}

function progressText(rows: number, reachedMs: number | null): string {
  return `${count(rows)} requests${reachedMs === null ? '' : `, back to ${new Date(reachedMs).toISOString().slice(0, 10)}`}`;
}

async function openFile(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'w');
  } catch (error) {
    throw new UsageError(`${file} cannot be written (${codeOf(error)}) – choose another file`, '--file');
  }
}

async function writeTo(handle: FileHandle, text: string, file: string): Promise<void> {
  try {
    await handle.write(text);
  } catch (error) {
    throw new UsageError(`${file} is not whole: writing failed (${codeOf(error)}) – free some space or choose another file`, '--file');
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown fault';
}
