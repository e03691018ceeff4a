import { expect, it } from 'vitest';
import { lastPart, placeKey, skillKey } from '../../../../../src-renderer/state/skills/skill-key.ts';

it('tells apart skills of one name in different places, and a project from a folder of Claude Code at the same path', () => {
  const user = { kind: 'user', folder: '/home/a' } as const;
  const project = { kind: 'project', project: '/home/a' } as const;
  expect(new Set([user, project].map((place) => skillKey({ place, folderName: 'pdf' })))).toHaveLength(2);
  expect(placeKey(user)).toBe('user:/home/a');
});

it('names a folder by its last part, on every system', () => {
  expect(['/home/a/shop', '/home/a/shop/', 'C:\\work\\shop', '/'].map(lastPart)).toEqual(['shop', 'shop', 'shop', '/']);
});
