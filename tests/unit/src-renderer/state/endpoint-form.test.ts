import { describe, expect, it } from 'vitest';
import {
  EMPTY_FORM,
  type EndpointFormValues,
  endpointFormSchema,
  formFieldOf,
  formOf,
  INCOMPLETE,
  inputOf,
  patchOf,
  TWICE,
} from '../../../../src-renderer/state/endpoint-form.ts';
import { endpointInputSchema } from '../../../../src-shared/schemas/endpoint.ts';
import { sampleEndpoint } from '../../../support/admin-services.ts';

const valid: EndpointFormValues = { ...EMPTY_FORM, name: 'A', baseUrl: 'https://a.example' };
const check = (changes: Partial<EndpointFormValues>) => endpointFormSchema.parse({ ...valid, ...changes });
const problems = (changes: Partial<EndpointFormValues>) =>
  endpointFormSchema.safeParse({ ...valid, ...changes }).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

describe('endpoint form', () => {
  it('sends what the core accepts as it is', () => {
    const input = inputOf(check({ credential: 'sk-1', rows: [{ pattern: 'opus', model: 'glm-5' }], families: ['opus'] }));
    expect(endpointInputSchema.parse(input)).toEqual(input);
    expect(input).toMatchObject({ credential: 'sk-1', modelMap: { opus: 'glm-5' }, protocol: 'anthropic' });
  });

  it('has no credential when the field is empty', () => {
    expect(inputOf(check({ credential: '  ' }))).not.toHaveProperty('credential');
  });

  it('keeps a stored credential unless another is typed or the box is ticked', () => {
    expect(patchOf(check({}), sampleEndpoint())).not.toHaveProperty('credential');
    expect(patchOf(check({ removeCredential: true }), sampleEndpoint()).credential).toBeNull();
    expect(patchOf(check({ removeCredential: true, credential: 'new' }), sampleEndpoint()).credential).toBe('new');
  });

  it('sends of an edited endpoint what was changed, and leaves the rest to others', () => {
    const opened = sampleEndpoint({ modelMap: { opus: 'glm-5' }, families: ['opus'], maxConcurrent: 4, note: 'old' });
    const patchAfter = (changes: Partial<EndpointFormValues>) => patchOf(endpointFormSchema.parse({ ...formOf(opened), ...changes }), opened);
    expect(patchAfter({})).toEqual({});
    expect(patchAfter({ note: 'new' })).toEqual({ note: 'new' });
    expect(patchAfter({ maxConcurrent: '', rows: [], isEnabled: false })).toEqual({ maxConcurrent: null, modelMap: {}, isEnabled: false });
  });

  it('reads an empty limit as none, and shows a stored one', () => {
    expect(['', ' 4 '].map((maxConcurrent) => inputOf(check({ maxConcurrent })).maxConcurrent)).toEqual([null, 4]);
    expect(['', ' 0,5 ', '0'].map((costMultiplier) => inputOf(check({ costMultiplier })).costMultiplier)).toEqual([1, 0.5, 0]);
    expect(formOf(sampleEndpoint({ costMultiplier: 0.25, inputIncludesCache: true }))).toMatchObject({
      costMultiplier: '0.25',
      inputIncludesCache: true,
    });
    expect([null, 4].map((maxConcurrent) => formOf(sampleEndpoint({ maxConcurrent })).maxConcurrent)).toEqual(['', '4']);
  });

  it.each<[Partial<EndpointFormValues>, string]>([
    [{ costMultiplier: '101' }, 'costMultiplier: must be 0 to 100'],
    [{ costMultiplier: 'x' }, 'costMultiplier: must be a number'],
    [{ maxConcurrent: '0' }, 'maxConcurrent: must be 1 to 1000'],
    [{ maxConcurrent: '2.5' }, 'maxConcurrent: must be a whole number'],
    [{ name: ' ' }, 'name: a name is needed'],
    [{ baseUrl: 'a.example' }, 'baseUrl: must start with http:// or https://'],
    [{ baseUrl: 'https://user:pw@a.example' }, 'baseUrl: must not hold a user name or password; put the key into the credential field'],
    [{ credential: 'sk\n1' }, 'credential: contains a line break or another control character; paste only the key itself'],
    [{ rows: [{ pattern: 'opus', model: '' }] }, `rows.0.model: ${INCOMPLETE}`],
    [{ rows: [{ pattern: '', model: 'm' }] }, `rows.0.pattern: ${INCOMPLETE}`],
    [{ rows: [{ pattern: 'm'.repeat(201), model: 'm' }] }, 'rows.0.pattern: longer than 200 characters'],
    [{ rows: [{ pattern: 'm', model: 'm'.repeat(201) }] }, 'rows.0.model: longer than 200 characters'],
  ])('says what is wrong with %j', (changes, problem) => {
    expect(problems(changes)[0]).toBe(problem);
  });

  it('finds a pattern that is there twice, and ignores empty rows', () => {
    const row = { pattern: 'opus', model: 'm' };
    const blank = { pattern: '', model: '' };
    expect(problems({ rows: [row, blank, { ...row, pattern: ' opus ' }] })).toEqual([`rows.2.pattern: ${TWICE}`]);
    expect(inputOf(check({ rows: [row, blank] })).modelMap).toEqual({ opus: 'm' });
  });

  it('shows a stored endpoint without its credential', () => {
    const form = formOf(sampleEndpoint({ modelMap: { 'claude-*': 'm' }, credentialMask: 'sk-…x' }));
    expect(form).toMatchObject({ name: 'First', credential: '', rows: [{ pattern: 'claude-*', model: 'm' }] });
  });

  it.each([
    ['name', 'name'],
    ['patch.baseUrl', 'baseUrl'],
    ['target.draft.credential', 'credential'],
    ['patch.modelMap.opus', 'rows'],
    ['id', null],
    ['', null],
  ])('finds the field of %j', (path, field) => {
    expect(formFieldOf(path)).toBe(field);
  });
});
