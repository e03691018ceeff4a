/** What the user wants of each server that can be imported, and what is sent to the core for it. Pure. */
import type { McpImport, McpImportPreview, McpInput } from '../../../src-shared/schemas/mcp.ts';

export interface ImportChoice {
  readonly key: string;
  readonly name: string;
  /** `rename` also stands for a name that nobody has. */
  readonly conflict: 'rename' | 'replace' | 'skip';
}

/** All that can be imported; one whose name is taken gets a free one, since replacing loses what is there. */
export function proposedChoices({ items }: McpImportPreview): readonly ImportChoice[] {
  return items.map(({ key, name, config, isTaken, freeName }) => ({
    key,
    name: isTaken ? freeName : name,
    conflict: config === null ? 'skip' : 'rename',
  }));
}

export function chosenItems({ items }: McpImportPreview, choices: readonly ImportChoice[]): McpImport['items'] {
  return choices.flatMap(({ key, name, conflict }) => {
    const item = items.find((one) => one.key === key && one.config !== null);
    if (conflict === 'skip' || item === undefined) return [];
    return [{ key, name: name.trim(), replace: conflict === 'replace', isEnabled: item.isEnabled }];
  });
}

/** Values that the chosen servers ask for, each once. */
export function askedInputs({ items }: McpImportPreview, choices: readonly ImportChoice[]): readonly McpInput[] {
  const wanted = new Set(choices.filter(({ conflict }) => conflict !== 'skip').map(({ key }) => key));
  const asked = items.filter(({ key, config }) => wanted.has(key) && config !== null).flatMap(({ inputs }) => inputs);
  return [...new Map(asked.map((input) => [input.id, input])).values()];
}

/** Of those, the ones without a value. */
export function missingInputs(
  preview: McpImportPreview,
  choices: readonly ImportChoice[],
  inputs: Readonly<Record<string, string>>,
): readonly string[] {
  return askedInputs(preview, choices)
    .map(({ id }) => id)
    .filter((id) => (inputs[id] ?? '').trim() === '');
}
