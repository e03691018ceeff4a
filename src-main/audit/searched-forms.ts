/** Which writings of a credential are searched for in what the audit keeps. */
import { secretForms } from '../platform/secret-forms.ts';

/** Shorter ones would take pieces out of ordinary words. */
export const MIN_SECRET_LENGTH = 8;

/** Texts whose characters are bytes (Latin-1 of UTF-8), as bodies are searched. */
export function searchedForms(secret: string): readonly string[] {
  return secret.length < MIN_SECRET_LENGTH ? [] : secretForms(secret).map((form) => Buffer.from(form).toString('latin1'));
}
