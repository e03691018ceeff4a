import { describe, expect, it } from 'vitest';
import { ExchangeLog } from '../../../../src-main/operations/exchange-log.ts';
import { sampleAttempt, sampleExchange } from '../../../support/admin-services.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';

describe('ExchangeLog', () => {
  it('writes one line of numbers and names for an exchange that ended', () => {
    const logger = new CaptureLogger();
    const usage = { inputTokens: 1, cacheReadTokens: 2, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 3, source: 'reported' } as const;
    const ended = {
      outcome: 'failed',
      status: 502,
      error: 'First said: the prompt is secret',
      endpoint: 'First',
      attemptCount: 2,
      startedAtMs: 10,
      endedAtMs: 260,
      usage,
    } as const;
    new ExchangeLog({ logger }).finished(sampleExchange(ended));
    expect(logger.lines).toHaveLength(1);
    expect(logger.lines[0]).toMatchObject({
      level: 'info',
      message: 'exchange finished',
      fields: { exchangeId: 'exchange-1', outcome: 'failed', status: 502, endpoint: 'First', attempts: 2, ms: 250, inputTokens: 1, outputTokens: 3 },
    });
    expect(JSON.stringify(logger.lines)).not.toContain('secret');
  });

  it('warns of a failover by rule and status, and of nothing else', () => {
    const logger = new CaptureLogger();
    const log = new ExchangeLog({ logger });
    for (const verdict of [null, 'deliver', 'retry-here', 'stop'] as const) log.attempted('x', sampleAttempt({ verdict }));
    expect(logger.lines).toEqual([]);
    log.attempted(
      'x',
      sampleAttempt({ verdict: 'try-next', ruleId: 'overloaded', status: 529, restMs: 30_000, reason: 'said: the prompt is secret' }),
    );
    expect(logger.lines).toMatchObject([
      { level: 'warn', fields: { exchangeId: 'x', endpoint: 'First', ruleId: 'overloaded', status: 529, restMs: 30_000 } },
    ]);
    expect(JSON.stringify(logger.lines)).not.toContain('secret');
  });
});
