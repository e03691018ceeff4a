import { expect, it } from 'vitest';
import { newEntry } from '../../../../src-main/mcp/apply-draft.ts';
import { readEntry } from '../../../../src-main/mcp/entry.ts';
import { mcpPresets } from '../../../../src-main/mcp/presets.ts';
import { inputIds } from '../../../../src-main/mcp/texts.ts';

it('offers presets that Claude Code takes, each with all that is to be filled in', () => {
  const presets = mcpPresets();
  expect(presets.length).toBeGreaterThan(10);
  expect(new Set(presets.map(({ id }) => id)).size).toBe(presets.length);
  for (const { id, config, inputs, needs } of presets) {
    expect({ id, problem: readEntry(newEntry(config, { isWindows: false })).problem }).toEqual({ id, problem: null });
    expect({ id, inputs: inputs.map((input) => input.id) }).toEqual({ id, inputs: inputIds(config) });
    if (config.type === 'stdio') expect({ id, needs }).toEqual({ id, needs: expect.arrayContaining([config.command]) });
  }
});
