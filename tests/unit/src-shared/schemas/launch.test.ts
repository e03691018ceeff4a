import { describe, expect, it } from 'vitest';
import { launchInputSchema, terminalSettingSchema, withRecentFolder } from '../../../../src-shared/schemas/launch.ts';

describe('terminalSettingSchema', () => {
  it.each(['auto', 'kitty', 'wt', 'tmux new-window -c {folder} {command}', '"C:\\Program Files\\x.exe" -run {command}', "sh -c 'exec {command}'"])(
    'takes %j',
    (value) => {
      expect(terminalSettingSchema.parse(value)).toBe(value);
    },
  );

  it.each([
    ['', 'choose a terminal'],
    ['kity', 'a known terminal'],
    ['kitty --hold', '{command}'],
    ['kitty "{command}', 'is not closed'],
  ])('refuses %j', (value, message) => {
    expect(terminalSettingSchema.safeParse(value).error?.issues[0]?.message).toContain(message);
  });
});

describe('withRecentFolder', () => {
  it('puts a folder first, once, and forgets the oldest', () => {
    expect(withRecentFolder(['/a', '/b'], '/b')).toEqual(['/b', '/a']);
    const many = Array.from({ length: 12 }, (_, index) => `/${index}`);
    expect(withRecentFolder(many, '/new')).toEqual(['/new', ...many.slice(0, 11)]);
  });
});

describe('launchInputSchema', () => {
  it('takes no model that Claude Code would read as an option', () => {
    for (const model of ['opus', 'sonnet[1m]', 'us.anthropic.claude-opus-4-1:0'])
      expect(launchInputSchema.parse({ folder: '/a', model }).model).toBe(model);
    for (const model of ['-p', 'a b', '']) expect(launchInputSchema.safeParse({ folder: '/a', model }).success).toBe(false);
  });
});
