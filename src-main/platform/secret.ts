/** A credential in memory that cannot be printed by accident. */
import { inspect } from 'node:util';
import { secretForms } from './secret-forms.ts';

export class Secret {
  readonly #value: string;
  #forms: readonly string[] | null = null;

  constructor(value: string) {
    this.#value = value;
  }

  /** The plain text. Call it only where the credential leaves for its purpose. */
  reveal(): string {
    return this.#value;
  }

  /** How it may be written in what others say; made once, since every answer is searched for them. */
  forms(): readonly string[] {
    this.#forms ??= secretForms(this.#value);
    return this.#forms;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}
