/** A user's own pattern, run with a time limit: a regular expression cannot be interrupted in any other way. */
import { createContext, Script } from 'node:vm';
import { AppError } from '../../src-shared/app-error.ts';
import type { Hit } from './hit.ts';

/** A pattern that needs longer for one piece of a body is of the kind that runs away; a harmless one takes about 1 ms per MiB. */
export const PATTERN_LIMIT_MS = 500;

const MATCH_ALL = `
  (() => {
    const hits = [];
    expression.lastIndex = 0;
    for (let found = expression.exec(text); found !== null; found = expression.exec(text)) {
      if (found[0].length === 0) expression.lastIndex += 1;
      else hits.push(found.index, found.index + found[0].length);
    }
    return hits;
  })()`;

export class TimedPattern {
  readonly #script = new Script(MATCH_ALL);
  readonly #scope: { text: string; readonly expression: RegExp };
  readonly #limitMs: number;

  constructor(expression: RegExp, limitMs = PATTERN_LIMIT_MS) {
    this.#scope = { text: '', expression };
    createContext(this.#scope);
    this.#limitMs = limitMs;
  }

  /** @throws CONFIG_INVALID when it takes too long: what it was to find may still be in the text. */
  find(text: string): readonly Hit[] {
    this.#scope.text = text;
    try {
      const flat: unknown = this.#script.runInContext(this.#scope, { timeout: this.#limitMs });
      return pairs(flat);
    } catch (error) {
      // Made in the script's own realm, so it is no instance of this one's Error.
      if (!isTimeout(error)) throw error;
      throw new AppError('CONFIG_INVALID', `the redaction pattern ${this.#scope.expression.source} takes too long; change it under audit.patterns`, {
        field: 'audit.patterns',
        repair: 'open-settings',
      });
    } finally {
      this.#scope.text = '';
    }
  }
}

function isTimeout(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

function pairs(flat: unknown): readonly Hit[] {
  if (!Array.isArray(flat)) return [];
  const hits: Hit[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) hits.push({ start: Number(flat[i]), end: Number(flat[i + 1]) });
  return hits;
}
