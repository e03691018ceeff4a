/** Request bodies of given sizes with the structure of real ones: a captured first turn, grown by rounds of tool use as a session grows. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const capturedSchema = z.object({ body: z.looseObject({ messages: z.array(z.json()) }) });
type Captured = z.infer<typeof capturedSchema>['body'];

/** A file that was read or a command's output, as it comes back from a tool; sessions have thousands of them. */
const TOOL_RESULT_CHARACTERS = 6_000;

/** The request fixture of that name. */
export function readFixture(name: string): Captured {
  const url = new URL(`../tests/fixtures/claude-code-requests/${name}.json`, import.meta.url);
  return capturedSchema.parse(JSON.parse(readFileSync(url, 'utf8'))).body;
}

/**
 * A body of exactly `sizeBytes`.
 *
 * @param base  Where to begin; must be smaller than the wanted size.
 */
export function bodyOfSize(sizeBytes: number, base: Captured): Buffer {
  const messages = [...base.messages];
  const render = () => JSON.stringify({ ...base, messages });
  const empty = JSON.stringify(toolRound(0, '')).length - 1;
  let leftBytes = sizeBytes - Buffer.byteLength(render());
  if (leftBytes < empty) throw new Error(`a body of ${sizeBytes} bytes has no room for the fixture and a round of tool use`);
  for (let round = 1; leftBytes > 0; round += 1) {
    // Measured, not estimated: the number of a round grows by a digit now and then.
    const overhead = JSON.stringify(toolRound(round, '')).length - 1;
    const isLast = leftBytes <= overhead * 2 + TOOL_RESULT_CHARACTERS;
    messages.push(...toolRound(round, sampleOutput(isLast ? leftBytes - overhead : TOOL_RESULT_CHARACTERS)));
    leftBytes -= isLast ? leftBytes : overhead + TOOL_RESULT_CHARACTERS;
  }
  return Buffer.from(render());
}

function toolRound(round: number, output: string): readonly [z.core.util.JSONType, z.core.util.JSONType] {
  const id = `toolu_${`${round}`.padStart(20, '0')}`;
  return [
    { role: 'assistant', content: [{ type: 'tool_use', id, name: 'Read', input: { file_path: `project/src/file-${round}.ts` } }] },
    { role: 'user', content: [{ tool_use_id: id, type: 'tool_result', content: output }] },
  ];
}

/** Plain ASCII without characters that JSON escapes, so that characters are bytes. */
function sampleOutput(characters: number): string {
  const line = 'export const total = items.reduce((sum, item) => sum + item.price, 0); // ';
  return line.repeat(Math.ceil(characters / line.length)).slice(0, characters);
}
