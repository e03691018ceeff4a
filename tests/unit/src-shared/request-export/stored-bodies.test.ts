import { describe, expect, it } from 'vitest';
import { readStoredBodies, readStoredBody } from '../../../../src-shared/request-export/stored-bodies.ts';
import { AUDITED_ID, auditBody, REQUEST_BODY, sampleAudit, sampleAuditText } from '../../../support/sample-audit.ts';

describe('readStoredBody', () => {
  it('asks for one part after the other until there is none', async () => {
    const offsets: number[] = [];
    const text = await readStoredBody(
      async (input) => {
        offsets.push(input.offset);
        return sampleAuditText({ ...input, limit: 200 });
      },
      { exchangeId: AUDITED_ID, part: 'original', attempt: null },
    );
    expect(text).toBe(REQUEST_BODY);
    expect(offsets).toEqual(Array.from({ length: Math.ceil(REQUEST_BODY.length / 200) }, (_, at) => at * 200));
  });
});

describe('readStoredBodies', () => {
  it('asks for every message that has a text, and for no other', async () => {
    const asked: string[] = [];
    const gone = { status: 200, headers: [], body: auditBody('', 'text/plain', { kept: 'dropped' }) };
    const bodies = await readStoredBodies(
      async (input) => {
        asked.push(`${input.part} ${input.attempt}`);
        return sampleAuditText(input);
      },
      sampleAudit({ delivered: gone }),
    );
    expect(asked).toEqual(['original null', 'forwarded 1', 'upstream 1', 'forwarded 2', 'upstream 2']);
    expect(bodies.get('original ')).toBe(REQUEST_BODY);
  });
});
