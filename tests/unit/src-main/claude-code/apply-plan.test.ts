import { describe, expect, it } from 'vitest';
import { type ApplyInput, planApply } from '../../../../src-main/claude-code/apply-plan.ts';
import { fileDigest, journalSchema } from '../../../../src-main/claude-code/journal.ts';
import { undoEdit } from '../../../../src-main/claude-code/undo-edit.ts';
import { TOKEN, VALUES } from '../../../support/claude-settings-rig.ts';

const plan = (text: string | null, more: Partial<ApplyInput> = {}) =>
  planApply({
    file: 'f',
    target: '/x/settings.json',
    current: text === null ? null : Buffer.from(text),
    earlier: null,
    values: VALUES,
    instance: { id: 'i', pid: 1 },
    nowMs: 5,
    missingFolders: [],
    ...more,
  });

describe('planApply', () => {
  it('writes down what the undo needs, in the form that is read back', () => {
    const { journal, wanted } = plan('{"env":{"ANTHROPIC_API_KEY":"k","API_TIMEOUT_MS":7}}', { missingFolders: ['/x'] });
    expect(journalSchema.parse(JSON.parse(JSON.stringify(journal)))).toEqual(journal);
    expect(journal).toMatchObject({ owner: { instanceId: 'i', pid: 1, baseUrl: VALUES.baseUrl }, createdFolders: ['/x'], writtenAtMs: 5 });
    expect(journal.replaceable[0]).toBe(fileDigest(wanted));
    expect(journal.keys.map((entry) => [entry.key, entry.before])).toEqual([
      ['ANTHROPIC_BASE_URL', undefined],
      ['ANTHROPIC_AUTH_TOKEN', undefined],
      ['ANTHROPIC_API_KEY', 'k'],
      ['API_TIMEOUT_MS', 7],
      ['CLAUDE_CODE_ATTRIBUTION_HEADER', undefined],
      ['CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC', undefined],
    ]);
  });

  it('plans a second apply on the first original, and knows the values of both', () => {
    const first = plan('{"env":{"ANTHROPIC_BASE_URL":"https://gw.example"}}');
    const second = plan(first.wanted.toString(), { earlier: first.journal, values: { ...VALUES, baseUrl: 'http://127.0.0.1:9100' } });
    expect([second.base, second.journal.original]).toEqual([first.base, first.journal.original]);
    const editedByHand = Buffer.from(`${first.wanted.toString()}\n`);
    expect(undoEdit(editedByHand, second.journal, 'f')?.toString()).toBe('{"env":{"ANTHROPIC_BASE_URL":"https://gw.example"}}\n');
  });

  it('never takes what a Code Proxy left behind for what the user had', () => {
    const left = JSON.stringify({ env: { ANTHROPIC_BASE_URL: 'http://localhost:1', ANTHROPIC_AUTH_TOKEN: TOKEN }, model: 'm' });
    const { base, journal } = plan(left);
    expect(base?.toString()).toBe('{"model":"m"}');
    expect(undoEdit(Buffer.from(left), journal, 'f')?.toString()).toBe('{"model":"m"}');
  });

  it('does not write where there is nothing to write', () => {
    const first = plan('{}');
    const again = plan(first.wanted.toString(), { earlier: first.journal });
    expect(again.wanted.equals(first.wanted)).toBe(true);
    expect(plan(null).journal.original).toBeNull();
  });

  it.each([
    ['{"attribution":{"commit":"a"},\n"attribution":{}}', 'line 2'],
    ['{"attribution":{"commit":"a","commit":"b"}}', '"commit" is there a second time'],
    ['{"attribution":true}', '"attribution" must be an object'],
  ])('refuses to write beside env what could be misread: %s', (text, said) => {
    const refused = () => plan(text, { values: { ...VALUES, commitAttribution: false } });
    expect(refused).toThrow(expect.objectContaining({ code: 'CLAUDE_SETTINGS_BROKEN', message: expect.stringContaining(said) }));
    expect(() => plan(text)).not.toThrow();
  });

  it.each(['\uFEFF{\r\n\t"attribution": {\r\n\t\t"pr": "mine" // kept\r\n\t}\r\n}\r\n', '{"attribution":{},"env":{}}', '{ "model": 1, }'])(
    'undoes values beside env in a file that somebody else edited since: %j',
    (text) => {
      const { wanted, journal } = plan(text, { values: { ...VALUES, commitAttribution: false, models: { ANTHROPIC_MODEL: 'm' } } });
      expect(wanted.toString()).toMatch(/"commit": ?""/);
      expect(undoEdit(Buffer.from(`${wanted.toString()} `), journal, 'f')?.toString()).toBe(`${text} `);
    },
  );
});
