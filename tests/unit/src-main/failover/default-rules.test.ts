import { describe, expect, it } from 'vitest';
import { CAPACITY_PHRASES, DEFAULT_RULES } from '../../../../src-main/failover/default-rules.ts';

describe('the built-in policy table', () => {
  it('has a stable id of its own for each row, because records name it', () => {
    const ids = DEFAULT_RULES.map((rule) => rule.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('is plain data that survives JSON, so that users can keep an edited list', () => {
    expect(JSON.parse(JSON.stringify(DEFAULT_RULES))).toEqual(DEFAULT_RULES);
  });

  it('holds phrases in lower case, as they are compared', () => {
    for (const phrase of CAPACITY_PHRASES) expect(phrase).toBe(phrase.toLowerCase());
  });

  it('rests a sole endpoint only for 401, 402, 403 and 429', () => {
    expect(DEFAULT_RULES.filter((rule) => rule.restsAlone).flatMap((rule) => rule.match.statuses ?? [])).toEqual([
      [401, 401],
      [402, 403],
      [429, 429],
    ]);
  });
});
