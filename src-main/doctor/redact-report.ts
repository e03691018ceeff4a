/**
 * Takes out of a report what does not belong into a public issue: credentials always, then folders, the user, this machine, and,
 * unless chosen otherwise, the names of endpoints, servers, skills and of all hosts that are not known to everybody.
 */
import { redactText } from '../platform/redact-fields.ts';
import { secretForms } from '../platform/secret-forms.ts';

export interface PrivateWords {
  /** Credentials and tokens. */
  readonly secrets: readonly string[];
  readonly dataFolder: string;
  readonly homeFolder: string;
  readonly userName: string;
  readonly machineName: string;
  /** Names given by the user, each with what stands for it. */
  readonly names: readonly { readonly name: string; readonly as: string }[];
}

/** Says nothing about who uses it. */
const PUBLIC_HOSTS = /^(api\.anthropic\.com|github\.com|localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\])$/i;
const IN_URL = /\b(https?:\/\/(?:\[redacted\]@)?)([^\s/:@"'<>,)[\]]+|\[[0-9a-f:.]+\])/gi;
const IP_V4 = /\b(?!127\.)(?!0\.0\.0\.0)\d{1,3}(\.\d{1,3}){3}\b/g;
/** With a gap, or of full length: a time of day has colons too. */
const IP_V6 = /(?<![\w:])(?!::1?(?![\w:]))(?=[0-9a-f:]*::|(?:[0-9a-f]{1,4}:){6})[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])/gi;
const HOST_NAME =
  /\b(?!\d+\.)[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|io|dev|ai|cn|ru|de|eu|uk|fr|jp|co|app|cloud|local|lan|internal|corp|test|example|home|intra)\b/gi;
const MAIL = /[\w.+-]+@[\w-]+(\.[\w-]+)+/g;
/** An absolute path, or one below the home folder; not the path of a URL. */
const PATH = /(?<![\w/:.\]@~-])(?:~|[A-Z]:)?[\\/][^\s"'`;,()]+[\\/][^\s"'`;,()]*/g;
/** Where programs lie, and folders that everybody has. */
const KNOWN_PATH =
  /^(~[\\/]\.(claude|code_proxy|local)([\\/]|$)|\/(usr|opt|bin|etc|proc|nix|snap|Applications|v1)\/|[A-Z]:\\(Program Files|Windows))/;
/** Shorter ones stand in the middle of other words; a user `al` would tear "local" apart. */
const SHORTEST_NAME = 3;

export function redactReport(text: string, words: PrivateWords, { withNames }: { readonly withNames: boolean }): string {
  let clean = text;
  for (const form of words.secrets.flatMap(secretForms).sort((a, b) => b.length - a.length)) clean = clean.replaceAll(form, '[redacted]');
  clean = clean.split('\n').map(redactText).join('\n').replace(MAIL, '[e-mail]');
  clean = withoutFolders(clean, words);
  if (!withNames) clean = withoutNames(clean, words);
  return clean;
}

function withoutFolders(text: string, { dataFolder, homeFolder, userName, machineName }: PrivateWords): string {
  let clean = dataFolder.length > 1 ? text.replaceAll(dataFolder, '[data folder]') : text;
  for (const form of [homeFolder, homeFolder.replaceAll('\\', '/'), homeFolder.replaceAll('\\', '\\\\')]) {
    // A home folder of "/" would take every path apart.
    if (form.length > 1) clean = clean.replaceAll(form, '~');
  }
  clean = clean.replace(/((?:\/home\/|\/Users\/|[A-Z]:[\\/]Users[\\/]))[^\\/\s"']+/g, '$1[user]');
  // The machine is often called after its user.
  return withoutWord(withoutWord(clean, machineName, '[machine]'), userName, '[user]');
}

function withoutNames(text: string, { names }: PrivateWords): string {
  let clean = text.replace(PATH, (path) => (KNOWN_PATH.test(path) ? path : '[path]'));
  for (const { name, as } of [...names].sort((a, b) => b.name.length - a.name.length)) clean = withoutWord(clean, name, as);
  clean = clean.replace(IN_URL, (whole, scheme: string, host: string) => (PUBLIC_HOSTS.test(host) ? whole : `${scheme}[host]`));
  clean = clean.replace(HOST_NAME, (host) => (PUBLIC_HOSTS.test(host) ? host : '[host]'));
  return clean.replace(IP_V4, '[address]').replace(IP_V6, '[address]');
}

/** As a whole word, in any case. */
function withoutWord(text: string, word: string, as: string): string {
  if (word.length < SHORTEST_NAME) return text;
  const pattern = word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, 'giu'), as);
}
