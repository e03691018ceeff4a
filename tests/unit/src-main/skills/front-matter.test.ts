import { describe, expect, it } from 'vitest';
import { readFrontMatter } from '../../../../src-main/skills/front-matter.ts';

const withHead = (head: string, body = '# Text\n') => readFrontMatter(`---\n${head}\n---\n${body}`);

describe('readFrontMatter', () => {
  it('reads names and values, with any line ends and a byte order mark', () => {
    const source = '\uFEFF---\r\nname: pdf\r\ndescription: >\r\n  Reads\r\n  files\r\ndisable-model-invocation: true\r\n---\r\n\r\n# PDF\r\n';
    expect(readFrontMatter(source)).toEqual({
      name: 'pdf',
      description: 'Reads files',
      allowedTools: [],
      isHiddenFromModel: true,
      body: '# PDF\r\n',
      problem: null,
    });
  });

  it.each([
    ['allowed-tools: Read, Bash(git add:*, git commit:*), Grep', ['Read', 'Bash(git add:*, git commit:*)', 'Grep']],
    ['allowed-tools: Read Bash(git status) Grep', ['Read', 'Bash(git status)', 'Grep']],
    ['allowed-tools:\n  - Read\n  - Write', ['Read', 'Write']],
    ['allowed-tools: {a: 1}', []],
  ])('reads tools however they are written: %j', (head, tools) => {
    expect(withHead(head).allowedTools).toEqual(tools);
  });

  it('takes the first line of text when there is no description', () => {
    expect(readFrontMatter('\n# My skill\nmore')).toMatchObject({ name: null, description: 'My skill', problem: null });
    expect(withHead('name: a', '')).toMatchObject({ description: null });
  });

  it('takes a rule in the text for no front matter', () => {
    expect(readFrontMatter('# A\n---\nname: b\n---\n')).toMatchObject({ name: null, problem: null });
    expect(readFrontMatter('---\nname: b\n')).toMatchObject({ name: null, problem: null });
  });

  it.each([
    ['name: "open', 2],
    ['name: a\nname: b', 3],
    ['name: a\n  : : :\n\tx', 3],
    ['- a\n- b', 2],
    ['just text', 2],
  ])('says in which line it is broken: %j', (head, line) => {
    const { problem } = withHead(head);
    expect(problem).toMatchObject({ code: 'front-matter-broken' });
    expect(Math.abs(Number(problem?.values.line) - line)).toBeLessThanOrEqual(1);
  });

  it('does not blow up aliases, however many there are', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      'b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]',
      'c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]',
      'd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]',
    ];
    expect(withHead(bomb.join('\n')).problem).toMatchObject({ code: 'front-matter-broken' });
    expect(withHead(`description: ${'x'.repeat(70_000)}`).problem).toMatchObject({ code: 'front-matter-broken' });
  });

  it('runs no code and makes no objects of foreign kinds', () => {
    const { name, problem } = readFrontMatter('---js\nmodule.exports = { name: process.exit(1) }\n---\n');
    expect([name, problem]).toEqual([null, null]);
    expect(withHead('name: !!js/function "function(){}"').name).toBe('function(){}');
    expect(withHead('__proto__:\n  name: evil').name).toBeNull();
  });
});
