import { describe, expect, it } from 'vitest';
import { describeChange } from '../../../../src-main/claude-code/describe-change.ts';

describe('describeChange', () => {
  it('lists only what differs, with values that are no strings as JSON and credentials masked', () => {
    const current = Buffer.from('{"env":{"ANTHROPIC_API_KEY":"sk-secret","API_TIMEOUT_MS":5,"ANTHROPIC_BASE_URL":"http://u:p@h"}}');
    const wanted = Buffer.from('{"env":{"API_TIMEOUT_MS":"6","ANTHROPIC_BASE_URL":"http://u:p@h"}}');
    const { keys, diff, file } = describeChange(current, wanted, 'f');
    expect(keys.map(({ key, before, after }) => [key, before, after])).toEqual([
      ['ANTHROPIC_API_KEY', '••••', null],
      ['API_TIMEOUT_MS', '5', '6'],
    ]);
    expect([file, diff.includes('sk-secret'), diff.includes('u:p')]).toEqual(['f', false, false]);
  });

  it('describes a file that is not there yet', () => {
    const { keys, diff } = describeChange(null, Buffer.from('{"env":{"ANTHROPIC_BASE_URL":"http://h"}}\n'), 'f');
    expect(keys).toHaveLength(1);
    expect(diff).toContain('@@ -0,0 +1 @@');
  });

  it('names values beside env by their path', () => {
    const { keys } = describeChange(Buffer.from('{"attribution":{"pr":"by me"}}'), Buffer.from('{"attribution":{"pr":"","commit":""}}'), 'f');
    expect(keys.map(({ key, before, after }) => [key, before, after])).toEqual([
      ['attribution.commit', null, ''],
      ['attribution.pr', 'by me', ''],
    ]);
    expect(keys.every(({ explanation }) => explanation !== '')).toBe(true);
  });

  it('has nothing to say when none of the keys differ', () => {
    expect(describeChange(Buffer.from('{}'), Buffer.from('{ }'), 'f')).toEqual({ file: 'f', diff: '', keys: [] });
  });
});
