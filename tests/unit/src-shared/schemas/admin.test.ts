import { describe, expect, it } from 'vitest';
import {
  endpointEditSchema,
  endpointLookupSchema,
  endpointMoveSchema,
  endpointTestInputSchema,
  feedInputSchema,
  settingsChangeInputSchema,
  tokenNameInputSchema,
} from '../../../../src-shared/schemas/admin.ts';
import { claudeApplyInputSchema } from '../../../../src-shared/schemas/claude-settings.ts';

const draft = { name: 'A', baseUrl: 'https://a.example' };

describe('inputs of the admin router', () => {
  it('leave out of an edit what was left out of the input', () => {
    expect(endpointEditSchema.parse({ id: 'e', patch: {} })).toEqual({ id: 'e', patch: {} });
  });

  it('look an endpoint up by a trimmed name or id', () => {
    expect(endpointLookupSchema.parse({ idOrName: ' First ' })).toEqual({ idOrName: 'First' });
    expect(endpointLookupSchema.safeParse({ idOrName: '  ' }).success).toBe(false);
  });

  it.each([0, -1, 1.5, '1', Number.NaN])('do not move an endpoint to position %s', (position) => {
    expect(endpointMoveSchema.safeParse({ id: 'e', position }).success).toBe(false);
  });

  it('test a stored endpoint or a draft, never neither', () => {
    expect(endpointTestInputSchema.parse({ target: { id: 'e' } })).toEqual({ target: { id: 'e' }, model: null });
    expect(endpointTestInputSchema.parse({ target: { draft } }).target).toMatchObject({ draft, credentialFrom: null });
    expect(endpointTestInputSchema.safeParse({ target: {} }).success).toBe(false);
  });

  it('take over nothing unless told so', () => {
    expect(claudeApplyInputSchema.parse({})).toEqual({ takeOver: false });
  });

  it('change between one and a hundred settings', () => {
    const changes = (count: number) => ({ changes: Array(count).fill({ path: 'proxy.port', value: 1 }) });
    expect([0, 1, 100, 101].map((count) => settingsChangeInputSchema.safeParse(changes(count)).success)).toEqual([false, true, true, false]);
  });

  it('name a token with visible plain characters', () => {
    expect(tokenNameInputSchema.parse({ name: ' ci@build-1 ' })).toEqual({ name: 'ci@build-1' });
    for (const name of ['', 'a\nb', 'a/b', 'x'.repeat(61)]) expect(tokenNameInputSchema.safeParse({ name }).success).toBe(false);
  });

  it('open the feed with nothing at all, or with a cursor of sensible length', () => {
    expect(feedInputSchema.parse(undefined)).toEqual({});
    expect(feedInputSchema.parse({ lastEventId: null })).toEqual({ lastEventId: null });
    expect(feedInputSchema.safeParse({ lastEventId: 'x'.repeat(201) }).success).toBe(false);
  });
});
