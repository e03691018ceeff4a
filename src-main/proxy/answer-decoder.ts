/** Decodes a compressed answer for those that only read along (tap and gate); the client gets the bytes as they came. */

import type { Transform } from 'node:stream';
import {
  brotliDecompressSync,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
  gunzipSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib';

export interface AnswerDecoder {
  push(chunk: Buffer): void;
  /** Resolves when all decoded bytes were handed out, or decoding failed. */
  end(): Promise<void>;
  close(): void;
}

/** Compressed bytes waiting to be decoded beyond which reading along is given up, bytes. The relay must never wait for it. */
const MAX_BACKLOG_BYTES = 4 * 1_048_576;

/** The bytes ended within the compressed data: zlib's word, in node for the other codings too. */
const BROKEN_OFF = 'Z_BUF_ERROR';

/**
 * @param contentEncoding Value of the answer's header; undefined when absent.
 * @param onData          Decoded bytes.
 * @param onGivenUp       The coding is unknown, damaged or too far behind; no more data will come. Called at most once, and not for
 *                        an answer that just broke off: all of it that could be read was.
 * @returns Null for plain answers: their bytes need no decoding.
 */
export function answerDecoder(contentEncoding: string | undefined, onData: (chunk: Buffer) => void, onGivenUp: () => void): AnswerDecoder | null {
  const coding = contentEncoding?.trim().toLowerCase() ?? '';
  if (coding === '' || coding === 'identity') return null;
  const stream = decompressorFor(coding);
  if (stream === null) {
    onGivenUp();
    return { push: () => undefined, end: () => Promise.resolve(), close: () => undefined };
  }
  return drive(stream, onData, onGivenUp);
}

function drive(stream: Transform, onData: (chunk: Buffer) => void, onGivenUp: () => void): AnswerDecoder {
  let isOver = false;
  const over = Promise.withResolvers<void>();
  const giveUp = () => {
    if (isOver) return;
    isOver = true;
    stream.destroy();
    onGivenUp();
    over.resolve();
  };
  stream.on('data', (chunk: Buffer) => {
    if (!isOver) onData(chunk);
  });
  stream.on('end', () => {
    isOver = true;
    over.resolve();
  });
  stream.on('error', (error) => {
    if ('code' in error && error.code === BROKEN_OFF) over.resolve();
    else giveUp();
  });
  return {
    push(chunk) {
      if (isOver) return;
      if (stream.writableLength > MAX_BACKLOG_BYTES) giveUp();
      else stream.write(chunk);
    },
    end() {
      if (!isOver) stream.end();
      return over.promise;
    },
    close() {
      isOver = true;
      stream.destroy();
      over.resolve();
    },
  };
}

function decompressorFor(coding: string): Transform | null {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    case 'zstd':
      return createZstdDecompress();
    default:
      return null;
  }
}

/** Decodes a whole short body; what cannot be decoded comes back as it is. */
export function decodeWhole(body: Buffer, contentEncoding: string | undefined, maxBytes: number): Buffer {
  const options = { maxOutputLength: maxBytes };
  try {
    switch (contentEncoding?.trim().toLowerCase()) {
      case 'gzip':
      case 'x-gzip':
        return gunzipSync(body, options);
      case 'deflate':
        return inflateSync(body, options);
      case 'br':
        return brotliDecompressSync(body, options);
      case 'zstd':
        return zstdDecompressSync(body, options);
      default:
        return body;
    }
  } catch {
    // Damaged or larger than allowed: then there is no text to judge by, only a status.
    return body;
  }
}
