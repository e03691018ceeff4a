/** The Anthropic Messages API itself: bytes pass as they are, with only the model name replaced. */
import { z } from 'zod';
import type { ProtocolAdapter } from '../contract.ts';

const errorSchema = z.object({ type: z.literal('error'), error: z.object({ type: z.string(), message: z.string() }) });

export const anthropicProtocol: ProtocolAdapter = {
  encodeRequest(request) {
    return {
      method: request.method,
      target: request.path + request.query,
      headers: request.headers,
      body: request.bodyWithModel(request.sentModel),
    };
  },
  openStream: null,
  decodeAnswer: null,
  mapError(_status, body) {
    const parsed = errorSchema.safeParse(parseJson(body));
    return parsed.success ? parsed.data.error : null;
  },
};

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    // A gateway's own page: not an error in this dialect.
    return undefined;
  }
}
