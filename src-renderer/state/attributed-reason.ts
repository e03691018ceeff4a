/**
 * A reason that begins with the endpoint it is about, in the reader's language: the core puts the name before the clause, and
 * names are nobody's language.
 *
 * @param names   Of the endpoints that there are.
 * @param say     Says a clause of the core in the reader's language.
 */
export function attributedReason(text: string, names: readonly string[], say: (clause: string) => string): string {
  const fits = names.filter((name) => text.startsWith(`${name} `));
  // Of "Relay" and "Relay west" the longer one is meant.
  const name = fits.toSorted((a, b) => b.length - a.length)[0];
  return name === undefined ? say(text) : `${name} ${say(text.slice(name.length + 1))}`;
}
