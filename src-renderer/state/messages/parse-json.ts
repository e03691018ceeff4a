/** JSON of which nobody knows whether it is any. */

/** @returns Undefined when the text is no JSON: a value that JSON itself does not have. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Foreseeable: bodies are cut, and gateways answer with pages.
    return undefined;
  }
}
