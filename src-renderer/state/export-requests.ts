/**
 * Fetches a filtered list part by part for a file. The parts are put away in Blobs, which the browser keeps on disk when they grow,
 * so that a million rows do not fill the page's memory.
 */
import type { ExchangeFilter, ExportFormat } from '../../src-shared/schemas/exchange.ts';
import type { AdminClient } from '../api/admin-client.ts';

export interface ExportProgress {
  readonly rows: number;
  /** Start (Unix ms) of what was looked at last; null: nothing was. */
  readonly reachedMs: number | null;
}

export interface ExportJob {
  readonly filter: ExchangeFilter;
  readonly format: ExportFormat;
  /** Excel takes a CSV file without it for one in the old code page. */
  readonly hasBom: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ExportProgress) => void;
}

const MIME_TYPES = { csv: 'text/csv;charset=utf-8', json: 'application/json' } as const satisfies Record<ExportFormat, string>;
const BYTE_ORDER_MARK = '\uFEFF';
/** Characters that are held as text before they are put into a Blob. */
const CHUNK_CHARACTERS = 4 * 1_048_576;

/** Rejects when a part cannot be had, and with the signal's reason when it is given up. */
export async function exportRequests(client: Pick<AdminClient, 'exchanges'>, job: ExportJob): Promise<Blob> {
  const { filter, format, signal } = job;
  const blobs: Blob[] = [];
  let texts: string[] = job.hasBom && format === 'csv' ? [BYTE_ORDER_MARK] : [];
  let characters = 0;
  let rows = 0;
  for (let cursor: string | null | undefined; cursor !== null; ) {
    signal.throwIfAborted();
    const input = { ...filter, format, rowsBefore: rows, ...(cursor === undefined ? {} : { cursor }) };
    const part = await client.exchanges.exportPart.query(input, { signal });
    texts.push(part.text);
    characters += part.text.length;
    rows += part.rows;
    cursor = part.nextCursor;
    if (characters >= CHUNK_CHARACTERS) {
      blobs.push(new Blob(texts));
      texts = [];
      characters = 0;
    }
    job.onProgress({ rows, reachedMs: part.reachedMs });
  }
  return new Blob([...blobs, ...texts], { type: MIME_TYPES[format] });
}

/** `requests-2026-11-20-1430.csv`, in local time. */
export function exportFileName(format: ExportFormat, now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  return `requests-${date}-${two(now.getHours())}${two(now.getMinutes())}.${format}`;
}
