/** A command line that cannot be meant: exit code 2. The message is one sentence that also says what to do. */
export class UsageError extends Error {
  /** The option at fault, for example `--map`. */
  readonly field: string | null;

  constructor(message: string, field: string | null = null) {
    super(message);
    this.field = field;
  }
}
