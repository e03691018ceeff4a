import { expect, it } from 'vitest';
import { askedInputs, chosenItems, missingInputs, proposedChoices } from '../../../../../src-renderer/state/mcp/import-choices.ts';
import type { McpImportPreview } from '../../../../../src-shared/schemas/mcp.ts';

const config = { type: 'stdio' as const, command: 'x', args: [], env: {}, cwd: null };
const plain = { otherKeys: [], problem: null, isEnabled: true, isTaken: false, inputs: [], config };
const key = { id: 'key', label: 'API key', isSecret: true };
const preview: McpImportPreview = {
  items: [
    { ...plain, key: 'free', name: 'free', freeName: 'free' },
    { ...plain, key: 'taken', name: 'taken', freeName: 'taken-2', isTaken: true, inputs: [key] },
    { ...plain, key: 'asks', name: 'asks', freeName: 'asks', inputs: [key, { id: 'dir', label: '', isSecret: false }] },
    { ...plain, key: 'bad', name: 'bad', freeName: 'bad', config: null, problem: { code: 'command-missing', values: {} } },
  ],
};

it('proposes all that can be imported, under a free name where one is taken', () => {
  const choices = proposedChoices(preview);
  expect(chosenItems(preview, choices)).toEqual([
    { key: 'free', name: 'free', replace: false, isEnabled: true },
    { key: 'taken', name: 'taken-2', replace: false, isEnabled: true },
    { key: 'asks', name: 'asks', replace: false, isEnabled: true },
  ]);
});

it('keeps what is switched off in the other program switched off', () => {
  const off: McpImportPreview = { items: [{ ...plain, key: 'off', name: 'off', freeName: 'off', isEnabled: false }] };
  expect(chosenItems(off, proposedChoices(off))).toEqual([{ key: 'off', name: 'off', replace: false, isEnabled: false }]);
});

it('replaces and leaves out as told, and never imports what is broken', () => {
  const choices = [
    { key: 'free', name: 'free', conflict: 'skip' },
    { key: 'taken', name: ' taken ', conflict: 'replace' },
    { key: 'bad', name: 'bad', conflict: 'rename' },
  ] as const;
  expect(chosenItems(preview, choices)).toEqual([{ key: 'taken', name: 'taken', replace: true, isEnabled: true }]);
});

it('asks for each value once, and only for what is wanted', () => {
  const all = proposedChoices(preview);
  expect(askedInputs(preview, all).map(({ id }) => id)).toEqual(['key', 'dir']);
  expect(missingInputs(preview, all, { key: 'k', dir: ' ' })).toEqual(['dir']);
  const none = all.map((choice) => ({ ...choice, conflict: 'skip' as const }));
  expect(askedInputs(preview, none)).toEqual([]);
});
