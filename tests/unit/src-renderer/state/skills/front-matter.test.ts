import { describe, expect, it } from 'vitest';
import { readFrontMatter } from '../../../../../src-renderer/state/skills/front-matter.ts';

const read = (head: string, body = '# Body\n') => readFrontMatter(head + body, body);

describe('readFrontMatter', () => {
  it('makes rows of names and values', () => {
    const head = '---\nname: pdf\ndescription: >\n  Reads\n  pages\nallowed-tools: [Read, "Bash(git:*)"]\nlicense: {kind: MIT}\nversion: 2\n---\n';
    expect(read(head)?.rows).toEqual([
      { key: 'name', value: 'pdf' },
      { key: 'description', value: 'Reads pages' },
      { key: 'allowed-tools', value: 'Read, Bash(git:*)' },
      { key: 'license', value: '{"kind":"MIT"}' },
      { key: 'version', value: '2' },
    ]);
  });

  it('reads Windows line ends and a byte order mark', () => {
    expect(read('\uFEFF---\r\nname: pdf\r\n---\r\n')?.rows).toEqual([{ key: 'name', value: 'pdf' }]);
  });

  it('is null without one', () => {
    expect(read('')).toBeNull();
    expect(read('---\n---\n')).toBeNull();
  });

  it.each(['---\nname: [unclosed\n---\n', '---\njust a text\n---\n', '---\n- a\n- list\n---\n', '---\na: *nowhere\n---\n'])(
    'shows %j as it is',
    (head) => {
      expect(read(head)).toEqual({ text: head.slice(4, -5), rows: null });
    },
  );
});
