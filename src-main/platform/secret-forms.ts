/** The ways in which a credential may be written in a body, a header, a URL or a sentence about them. */

/** As it is, inside JSON, inside JSON that is inside JSON, and in a URL. Longest first, since one may be the beginning of another. */
export function secretForms(secret: string): readonly string[] {
  const inJson = escaped(secret);
  const inUrl = encoded(secret);
  const forms = [
    secret,
    inJson,
    inJson.replaceAll('/', '\\/'),
    // As .NET and as Go write it: they escape more than JSON asks for.
    inJson.replaceAll(/\\"|[+&<>'`]/g, (found) => `\\u${hexOf(found.slice(-1)).toUpperCase()}`),
    inJson.replaceAll(/[&<>]/g, (found) => `\\u${hexOf(found)}`),
    escaped(inJson),
    inUrl,
    inUrl.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    inUrl.replaceAll('%20', '+'),
  ];
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function hexOf(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, '0');
}

function encoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text; // Half a surrogate pair has no form in a URL.
  }
}
