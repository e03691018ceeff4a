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
});
