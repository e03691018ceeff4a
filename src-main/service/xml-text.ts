/** Text as XML 1.0 takes it, in an element or an attribute. */
import { refuseControlCharacters } from './refuse-control-characters.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** CONFIG_INVALID for what XML cannot hold even escaped. */
export function xmlText(text: string, what: string): string {
  refuseControlCharacters(text, what);
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
