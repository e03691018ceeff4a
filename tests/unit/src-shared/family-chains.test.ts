import { expect, it } from 'vitest';
import { familyChains, servesFamily } from '../../../src-shared/family-chains.ts';
import type { EndpointWithState } from '../../../src-shared/schemas/endpoint.ts';
import { sampleEndpoint } from '../../support/admin-services.ts';

const endpoint = (name: string, position: number, families: EndpointWithState['families'], kind: EndpointWithState['state']['kind'] = 'ready') =>
  sampleEndpoint({ id: name, name, position, families, state: { ...sampleEndpoint().state, kind } });

it('lists per family who is tried, in order, and who of them rests', () => {
  const chains = familyChains([
    endpoint('C', 3, ['haiku']),
    endpoint('A', 1, [], 'resting'),
    endpoint('B', 2, ['opus', 'sonnet']),
    endpoint('D', 4, [], 'disabled'),
    endpoint('E', 5, ['opus'], 'probing'),
  ]);
  const words = chains.map(({ family, endpoints }) => [family, ...endpoints.map(({ name, isResting }) => `${name}${isResting ? ' rests' : ''}`)]);
  expect(words).toEqual([
    ['opus', 'A rests', 'B', 'E'],
    ['sonnet', 'A rests', 'B'],
    ['haiku', 'A rests', 'C'],
    ['other', 'A rests'],
  ]);
});

it('names a family that nobody serves too', () => {
  expect(familyChains([endpoint('A', 1, ['opus'])])[2]).toEqual({ family: 'haiku', endpoints: [] });
});

it('lets every endpoint take requests that name no model', () => {
  expect(servesFamily({ families: ['opus'] }, null)).toBe(true);
  expect(servesFamily({ families: ['opus'] }, 'haiku')).toBe(false);
  expect(servesFamily({ families: [] }, 'haiku')).toBe(true);
});
