/** Takes MCP servers over from a pasted text or from another program's file: first what would come, then those that are wanted. */
import { AppError } from '../../src-shared/app-error.ts';
import { mcpProblemWords } from '../../src-shared/mcp-problem-words.ts';
import {
  type McpImport,
  type McpImported,
  type McpImportFrom,
  type McpImportPreview,
  type McpOverview,
  type McpScope,
  type McpSource,
  mcpNameSchema,
} from '../../src-shared/schemas/mcp.ts';
import type { FileOperations } from '../claude-code/file-operations.ts';
import { explained } from '../claude-code/replace-file.ts';
import { newEntry } from './apply-draft.ts';
import { type McpEntry, readEntry } from './entry.ts';
import { findSources, readSource, type SourcePlaces, sourcePlaces } from './import-sources.ts';
import type { McpRegistry, NewServer } from './mcp-registry.ts';
import { type ImportedEntry, readImport } from './read-import.ts';
import { scopeKey } from './scope.ts';
import { objectOf } from './server-files.ts';
import { acceptableName, freeName } from './server-names.ts';
import { maskedConfig, problemOf } from './server-view.ts';
import { inputIds, withInputs } from './texts.ts';
import type { Environment } from './variables.ts';

export interface ServerImportOptions {
  readonly registry: Pick<McpRegistry, 'list' | 'addAll'>;
  readonly files: FileOperations;
  readonly places: SourcePlaces;
  readonly environment: Environment;
  readonly isWindows: boolean;
}

export class ServerImport {
  readonly #options: ServerImportOptions;

  constructor(options: ServerImportOptions) {
    this.#options = options;
  }

  sources(): Promise<readonly McpSource[]> {
    return findSources(sourcePlaces(this.#options.places), this.#options.files);
  }

  async preview(from: McpImportFrom, scope: McpScope): Promise<McpImportPreview> {
    const entries = await this.#read(from);
    const taken = namesIn(await this.#overview(scope), scope);
    const given = new Set<string>();
    const items = entries.map(({ key, entry, isEnabled, inputs }) => {
      const name = freeName(acceptableName(key), (candidate) => given.has(candidate));
      given.add(name);
      const read = readEntry(entry);
      return {
        key,
        name,
        config: read.config === null ? null : maskedConfig(read.config),
        otherKeys: [...read.otherKeys],
        problem: problemOf(name, read, this.#options.environment),
        isEnabled,
        isTaken: taken.has(name),
        freeName: freeName(name, (candidate) => taken.has(candidate) || (candidate !== name && given.has(candidate))),
        inputs: [...inputs],
      };
    });
    return { items };
  }

  /** All or nothing. @throws CONFIG_INVALID, MCP_NAME_TAKEN */
  async run({ from, scope, items, inputs }: McpImport): Promise<McpImported> {
    const entries = new Map((await this.#read(from)).map((imported) => [imported.key, imported]));
    const servers = items.map(({ key, name, replace, isEnabled }): NewServer => {
      const imported = entries.get(key);
      if (imported === undefined) throw new AppError('CONFIG_INVALID', `there is no server "${key}" in it any more`, { field: 'items' });
      return { ref: { scope, name: mcpNameSchema.parse(name) }, entry: this.#entry(imported, inputs), isEnabled, replace };
    });
    const names = servers.map(({ ref }) => ref.name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new AppError('CONFIG_INVALID', `two of the servers would be named "${twice}"`, { field: 'items' });
    const replaced = await this.#options.registry.addAll(servers);
    return { added: names.filter((name) => !replaced.includes(name)), replaced: [...replaced] };
  }

  #entry({ key, entry }: ImportedEntry, inputs: Readonly<Record<string, string>>): McpEntry {
    const filled = withInputs(entry, inputs);
    const { config, problem } = readEntry(filled);
    if (problem !== null) throw new AppError('CONFIG_INVALID', `${key}: ${mcpProblemWords(problem)}`, { field: 'items' });
    const [missing] = inputIds(filled);
    if (missing !== undefined) {
      throw new AppError('CONFIG_INVALID', `${key}: a value for "${missing}" is needed`, { field: `inputs.${missing}` });
    }
    if (config === null) return objectOf(filled);
    return { ...objectOf(filled), ...newEntry(config, this.#options) };
  }

  async #read(from: McpImportFrom): Promise<readonly ImportedEntry[]> {
    if (from.kind === 'text') return readImport(from.text);
    // Only files of the list: this is no door to any other file of the disk.
    const place = sourcePlaces(this.#options.places).find(({ file }) => file === from.id);
    const text = place === undefined ? null : await explained(place.file, () => readSource(place.file, this.#options.files));
    if (text === null) throw new AppError('CONFIG_INVALID', `there is no file ${from.id} to import from`, { field: 'from.id' });
    return readImport(text);
  }

  #overview(scope: McpScope): Promise<McpOverview> {
    return this.#options.registry.list(scope.kind === 'user' ? [] : [scope.project]);
  }
}

function namesIn({ servers }: McpOverview, scope: McpScope): ReadonlySet<string> {
  return new Set(servers.filter((server) => scopeKey(server.scope) === scopeKey(scope)).map(({ name }) => name));
}
