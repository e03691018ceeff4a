/** Where something was found in a text: from `start` up to `end`, in characters. */
export interface Hit {
  readonly start: number;
  readonly end: number;
}
