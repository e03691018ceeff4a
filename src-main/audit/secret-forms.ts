/** The ways in which a credential may be written in a body, a header or a URL. */

/** Shorter ones would take pieces out of ordinary words. */
export const MIN_SECRET_LENGTH = 8;

/** As it is, inside JSON, inside JSON that is inside JSON, and in a URL. Texts whose characters are bytes (Latin-1 of UTF-8). */
export function secretForms(secret: string): readonly string[] {
  if (secret.length < MIN_SECRET_LENGTH) return [];
  const inJson = escaped(secret);
  const inUrl = encoded(secret);
  const forms = [
    secret,
    inJson,
    inJson.replaceAll('/', '\\/'),
    escaped(inJson),
    inUrl,
    inUrl.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    inUrl.replaceAll('%20', '+'),
  ];
  return [...new Set(forms)].map((form) => Buffer.from(form).toString('latin1'));
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function encoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text; // Half a surrogate pair has no form in a URL.
  }
}
