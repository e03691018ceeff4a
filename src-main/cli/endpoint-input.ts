/** Which fields of an endpoint the options of `endpoint add` and `endpoint edit` mean. The schemas of src-shared check their content. */
import { UsageError } from './usage-error.ts';

/** As it stands on the command line. */
export type UncheckedFields = Readonly<Record<string, unknown>>;

export interface EndpointOptions {
  readonly name?: string;
  readonly url?: string;
  readonly protocol?: string;
  /** False: --no-token. */
  readonly token?: string | false;
  readonly tokenStdin?: boolean;
  readonly auth?: string;
  readonly map?: Readonly<Record<string, string>>;
  readonly families?: readonly string[];
  readonly maxConcurrent?: number | 'none';
  readonly costMultiplier?: number;
  /** True too when it stands alone. */
  readonly inputIncludesCache?: boolean;
  readonly note?: string;
  readonly disabled?: boolean;
}

/** commander's collector for a repeated `--map KEY=MODEL`. */
export function collectMapping(text: string, previous: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--map ${text} is not KEY=MODEL – for example --map haiku=claude-haiku-4-5`, '--map');
  return { ...previous, [text.slice(0, at).trim()]: text.slice(at + 1).trim() };
}

/** `opus,sonnet`; `all` or an empty list means every family. */
export function parseFamilies(text: string): readonly string[] {
  if (text.trim() === 'all') return [];
  return text
    .split(',')
    .map((family) => family.trim().toLowerCase())
    .filter((family) => family !== '');
}

/**
 * The token from `--token` or standard input; null: remove the stored one; undefined: nothing was said.
 * A UsageError never repeats the token.
 */
export async function tokenFrom(options: EndpointOptions, readInput: () => Promise<string>): Promise<string | null | undefined> {
  if (options.tokenStdin !== true) return options.token === false ? null : options.token;
  if (options.token !== undefined) throw new UsageError('--token-stdin and --token exclude each other – give one of them', '--token-stdin');
  const token = await readInput();
  if (token === '')
    throw new UsageError(
      'no token came on standard input – pipe it in, for example: code-proxy endpoint add .. --token-stdin < token.txt',
      '--token-stdin',
    );
  if (/[\r\n]/.test(token)) throw new UsageError('standard input has more than one line – give the token alone', '--token-stdin');
  return token;
}

export function endpointInput(options: EndpointOptions, token: string | null | undefined): UncheckedFields {
  return compact({
    ...fieldsOf(options),
    modelMap: options.map,
    credential: token ?? undefined,
    isEnabled: options.disabled === true ? false : undefined,
  });
}

/** `--map KEY=MODEL` adds to or replaces in the map that is there; `--map KEY=` takes the entry out. */
export function endpointPatch(
  options: EndpointOptions,
  token: string | null | undefined,
  currentMap: Readonly<Record<string, string>>,
): UncheckedFields {
  const merged = { ...currentMap, ...options.map };
  const modelMap = options.map === undefined ? undefined : Object.fromEntries(Object.entries(merged).filter(([, model]) => model !== ''));
  const patch = compact({ ...fieldsOf(options), modelMap, credential: token });
  if (Object.keys(patch).length === 0) {
    throw new UsageError(
      'nothing to change – name what should change, for example --url, --token-stdin or --map; see "code-proxy endpoint edit --help"',
    );
  }
  return patch;
}

function fieldsOf(options: EndpointOptions) {
  return {
    name: options.name,
    baseUrl: options.url,
    protocol: options.protocol,
    authStyle: options.auth,
    families: options.families,
    maxConcurrent: options.maxConcurrent === 'none' ? null : options.maxConcurrent,
    costMultiplier: options.costMultiplier,
    inputIncludesCache: options.inputIncludesCache,
    note: options.note,
  };
}

function compact(fields: UncheckedFields): UncheckedFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
