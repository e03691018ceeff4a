import { expect, it } from 'vitest';
import { lastPart, placeKey, skillKey } from '../../../../../src-renderer/state/skills/skill-key.ts';

it('tells apart skills of one name in different places, and a project from a folder of Claude Code at the same path', () => {
  const user = { kind: 'user', folder: '/home/user' } as const;
  const project = { kind: 'project', project: '/home/user' } as const;
  expect(new Set([user, project].map((place) => skillKey({ place, folderName: 'pdf' })))).toHaveLength(2);
  expect(placeKey(user)).toBe('user:/home/user');
});

it('names a folder by its last part, on every system', () => {
  expect(['/home/user/shop', '/home/user/shop/', 'C:\\work\\shop', '/'].map(lastPart)).toEqual(['shop', 'shop', 'shop', '/']);
});
