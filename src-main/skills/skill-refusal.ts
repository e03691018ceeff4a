/** A source, archive or skill that is not taken. The problem says why; whoever catches it takes away what was begun. */
import type { SkillProblem, SkillProblemCode } from '../../src-shared/schemas/skill-problem.ts';

export class SkillRefusal extends Error {
  override readonly name = 'SkillRefusal';
  readonly problem: SkillProblem;

  constructor(problem: SkillProblem, options: { readonly cause?: unknown } = {}) {
    super(`${problem.code} ${JSON.stringify(problem.values)}`, options);
    this.problem = problem;
  }
}

export function problem(code: SkillProblemCode, values: Readonly<Record<string, string | number>> = {}): SkillProblem {
  return { code, values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, visible(String(value))])) };
}

export function refuse(code: SkillProblemCode, values?: Readonly<Record<string, string | number>>): never {
  throw new SkillRefusal(problem(code, values));
}

/** The problem in what was thrown; anything but a refusal is thrown on. */
export function problemOf(error: unknown): SkillProblem {
  if (error instanceof SkillRefusal) return error.problem;
  throw error;
}

/** Longer names are cut: they come from strangers. */
const SHOWN_CHARACTERS = 300;

/** Control characters and those that turn the direction of writing could make a name look like another one. */
function visible(text: string): string {
  const shown = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return shown.length > SHOWN_CHARACTERS ? `${shown.slice(0, SHOWN_CHARACTERS)}…` : shown;
}
