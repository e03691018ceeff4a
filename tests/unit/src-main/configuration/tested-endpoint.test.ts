import { expect, it } from 'vitest';
import type { HeldEndpoint } from '../../../../src-main/configuration/held-endpoint.ts';
import { testedEndpoint } from '../../../../src-main/configuration/tested-endpoint.ts';
import { Secret } from '../../../../src-main/platform/secret.ts';
import { endpointInputSchema } from '../../../../src-shared/schemas/endpoint.ts';

const draft = endpointInputSchema.parse({ name: 'Draft', baseUrl: 'https://api.example.com' });
const held: HeldEndpoint = {
  stored: {
    ...endpointInputSchema.omit({ credential: true }).parse({ name: 'Work', baseUrl: 'https://work.example.com' }),
    id: 'work',
    position: 1,
    revision: 3,
    sealedCredential: 'sealed',
    createdAtMs: 1,
    updatedAtMs: 1,
    removedAtMs: null,
  },
  credential: new Secret('key-of-work'),
  unusable: null,
  isOwnAddress: false,
};
const around = { find: () => held, isOwn: (url: string) => url.includes('localhost') };

it('takes an endpoint of the list as it is, unless it cannot be used', () => {
  expect(testedEndpoint({ id: 'work' }, around)).toMatchObject({ id: 'work', revision: 3, baseUrl: 'https://work.example.com' });
  const locked = { ...around, find: () => ({ ...held, unusable: 'its key is gone' }) };
  expect(() => testedEndpoint({ id: 'work' }, locked)).toThrow('Endpoint "Work": its key is gone.');
});

it('takes a draft with its own credential, or that of the endpoint it came from', () => {
  const withOwn = testedEndpoint({ draft: { ...draft, credential: 'typed' }, credentialFrom: 'work' }, around);
  expect(withOwn).toMatchObject({ id: 'draft', name: 'Draft' });
  expect(withOwn.credential?.reveal()).toBe('typed');
  expect(testedEndpoint({ draft, credentialFrom: 'work' }, around).credential?.reveal()).toBe('key-of-work');
  expect(testedEndpoint({ draft, credentialFrom: null }, around).credential).toBeNull();
});

it('refuses a draft that points at ourselves', () => {
  const own = { ...draft, baseUrl: 'http://localhost:9000' };
  expect(() => testedEndpoint({ draft: own, credentialFrom: null }, around)).toThrow('own address');
});
