/**
 * What the front matter of a SKILL.md (or of a command or agent) says. It is foreign text: read as plain YAML data, with bounded size and
 * few aliases, never as code.
 */
import { isMap, parseDocument } from 'yaml';
import { z } from 'zod';
import type { SkillProblem } from '../../src-shared/schemas/skill-problem.ts';
import { FRONT_MATTER_BYTES } from './limits.ts';
import { problem } from './skill-refusal.ts';

export interface FrontMatter {
  readonly name: string | null;
  readonly description: string | null;
  readonly allowedTools: readonly string[];
  readonly isHiddenFromModel: boolean;
  /** The text below the front matter. */
  readonly body: string;
  /** It is there, but cannot be read; the rest is then as if it were not there. */
  readonly problem: SkillProblem | null;
}

const MAX_ALIASES = 20;
const MAX_NAME_CHARACTERS = 200;
const MAX_DESCRIPTION_CHARACTERS = 4_000;
const MAX_TOOLS = 200;

const text = (limit: number) =>
  z.union([z.string(), z.number(), z.boolean()]).transform((value) => {
    const plain = String(value).trim();
    return plain === '' ? null : plain.slice(0, limit);
  });
const headSchema = z.object({
  name: text(MAX_NAME_CHARACTERS).nullish().catch(null),
  description: text(MAX_DESCRIPTION_CHARACTERS).nullish().catch(null),
  'allowed-tools': z
    .union([z.string().transform(splitTools), z.array(z.coerce.string())])
    .nullish()
    .catch(null),
  'disable-model-invocation': z
    .union([z.boolean(), z.enum(['true', 'yes']).transform(() => true)])
    .nullish()
    .catch(null),
});

export function readFrontMatter(source: string): FrontMatter {
  const { head, body } = splitFrontMatter(source);
  const read = head === null ? { values: null, problem: null } : readYaml(head);
  const values = headSchema.parse(read.values ?? {});
  return {
    name: values.name ?? null,
    description: values.description ?? firstLine(body),
    allowedTools: (values['allowed-tools'] ?? []).slice(0, MAX_TOOLS),
    isHiddenFromModel: values['disable-model-invocation'] ?? false,
    body,
    problem: read.problem,
  };
}

/** Between a first line of `---` and the next such line. Without both there is none. */
function splitFrontMatter(source: string): { readonly head: string | null; readonly body: string } {
  const plain = source.replace(/^\uFEFF/, '');
  const begin = /^---[ \t]*\r?\n/.exec(plain);
  if (begin === null) return { head: null, body: plain };
  const rest = plain.slice(begin[0].length);
  const end = /^---[ \t]*(?:\r?\n|$)/m.exec(rest);
  if (end === null) return { head: null, body: plain };
  return { head: rest.slice(0, end.index), body: rest.slice(end.index + end[0].length).replace(/^(?:[ \t]*\r?\n)+/, '') };
}

function readYaml(head: string): { readonly values: unknown; readonly problem: SkillProblem | null } {
  if (Buffer.byteLength(head) > FRONT_MATTER_BYTES) return { values: null, problem: broken(1, `it is longer than ${FRONT_MATTER_BYTES} bytes`) };
  try {
    const document = parseDocument(head, { schema: 'core', uniqueKeys: true, prettyErrors: true, logLevel: 'silent' });
    const [fault] = document.errors;
    if (fault !== undefined) return { values: null, problem: broken((fault.linePos?.[0].line ?? 1) + 1, fault.message.split('\n')[0] ?? '') };
    if (document.contents === null) return { values: null, problem: null };
    if (!isMap(document.contents)) return { values: null, problem: broken(2, 'it holds no names with values') };
    return { values: document.toJS({ maxAliasCount: MAX_ALIASES }), problem: null };
  } catch (error) {
    return { values: null, problem: broken(1, error instanceof Error ? error.message : String(error)) };
  }
}

/** @param line Of the file, whose first line is the one with `---`. */
function broken(line: number, reason: string): SkillProblem {
  return problem('front-matter-broken', { line, reason: reason.replace(/ at line \d+, column \d+:?$/, '') });
}

/** Commas separate, else blanks; what is in brackets belongs together, as in `Bash(git add:*)`. */
function splitTools(list: string): string[] {
  const separator = list.includes(',') ? /,(?![^(]*\))/ : /\s+(?![^(]*\))/;
  return list
    .split(separator)
    .map((tool) => tool.trim())
    .filter((tool) => tool !== '');
}

/** As Claude Code describes a skill without a description. */
function firstLine(body: string): string | null {
  const line = body
    .split('\n')
    .map((each) => each.replace(/^#+\s*/, '').trim())
    .find((each) => each !== '');
  return line === undefined ? null : line.slice(0, MAX_DESCRIPTION_CHARACTERS);
}
