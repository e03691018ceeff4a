/** An MCP registry over a home of its own: real files, a store in memory that outlives the registry, and a real secret box. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ClaudeFolder } from '../../src-main/claude-code/claude-folders.ts';
import { type FileOperations, nodeFileOperations } from '../../src-main/claude-code/file-operations.ts';
import { KeptServers, type McpServerStore, type StoredMcpServer } from '../../src-main/mcp/kept-servers.ts';
import { McpRegistry } from '../../src-main/mcp/mcp-registry.ts';
import { ServerFiles } from '../../src-main/mcp/server-files.ts';
import { SecretBox } from '../../src-main/platform/secret-box.ts';
import type { McpConfigRaw, McpScope } from '../../src-shared/schemas/mcp.ts';
import { mcpConfigSchema } from '../../src-shared/schemas/mcp.ts';
import { CaptureLogger } from './capture-logger.ts';
import { FakeClock } from './fake-clock.ts';

export interface McpRunOptions {
  readonly files?: FileOperations;
  readonly store?: McpServerStore;
  readonly isWindows?: boolean;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface McpRun {
  readonly registry: McpRegistry;
  readonly serverFiles: ServerFiles;
  readonly kept: KeptServers;
  readonly logger: CaptureLogger;
  readonly changes: () => number;
}

export class McpRig {
  readonly home: string;
  readonly project: string;
  readonly folder: ClaudeFolder;
  readonly rows = new Map<string, StoredMcpServer>();
  readonly secrets: SecretBox;

  private constructor(home: string, secrets: SecretBox) {
    this.home = home;
    this.project = join(home, 'work');
    this.secrets = secrets;
    const folder = join(home, '.claude');
    this.folder = {
      folder,
      isDefault: true,
      settingsFile: join(folder, 'settings.json'),
      configFile: join(home, '.claude.json'),
      skillsFolder: join(folder, 'skills'),
      commandsFolder: join(folder, 'commands'),
      agentsFolder: join(folder, 'agents'),
      pluginFile: join(folder, 'config.json'),
    };
  }

  static async create(home: string, content?: unknown): Promise<McpRig> {
    const rig = new McpRig(home, await SecretBox.open({ load: async () => Buffer.alloc(32, 7), create: async () => Buffer.alloc(32, 7) }));
    await mkdir(rig.project, { recursive: true });
    if (content !== undefined) await rig.write('.claude.json', typeof content === 'string' ? content : JSON.stringify(content, null, 2));
    return rig;
  }

  get user(): McpScope {
    return { kind: 'user', folder: this.folder.folder };
  }

  get local(): McpScope {
    return { kind: 'local', folder: this.folder.folder, project: this.project };
  }

  get shared(): McpScope {
    return { kind: 'project', project: this.project };
  }

  readonly store: McpServerStore = {
    load: async () => [...this.rows.values()],
    write: async ({ upsert, remove }) => {
      for (const id of remove) this.rows.delete(id);
      for (const row of upsert) this.rows.set(row.id, row);
    },
  };

  /** A registry as after a start. */
  run({ files = nodeFileOperations, store = this.store, isWindows = false, environment = {} }: McpRunOptions = {}): McpRun {
    const logger = new CaptureLogger();
    let changes = 0;
    const serverFiles = new ServerFiles({ folders: () => [this.folder], files, logger, isWindows });
    const kept = new KeptServers({ store, secrets: this.secrets, clock: new FakeClock() });
    const onChange = () => {
      changes += 1;
    };
    const registry = new McpRegistry({ serverFiles, kept, files, environment, isWindows, logger, onChange });
    return { registry, serverFiles, kept, logger, changes: () => changes };
  }

  async write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(this.home, path)), { recursive: true });
    await writeFile(join(this.home, path), text);
  }

  text(path = '.claude.json'): Promise<string> {
    return readFile(join(this.home, path), 'utf8');
  }

  async json(path = '.claude.json'): Promise<unknown> {
    return JSON.parse(await this.text(path));
  }
}

/** A form as the pages send it. */
export function form(config: McpConfigRaw) {
  return { kind: 'form', config: mcpConfigSchema.parse(config) } as const;
}
