/** `code-proxy mcp add`, `edit` and `clone`. */
import type { Command } from 'commander';
import type { McpConfigRaw, McpServer } from '../../../src-shared/schemas/mcp.ts';
import type { AdminCaller } from '../admin-caller.ts';
import type { McpFieldOptions, McpPlaceOptions } from '../mcp-input.ts';
import { type Answer, answerWith, type CliSession, type JsonOption } from '../session.ts';
import { UsageError } from '../usage-error.ts';
import { withFields, withInputs, withPlace } from './mcp-options.ts';

interface InputOptions {
  readonly input?: readonly string[];
  readonly inputStdin?: boolean;
}

type AddOptions = JsonOption & McpPlaceOptions & McpFieldOptions & InputOptions & { readonly preset?: string; readonly disabled?: boolean };

export function addMcpChanges(parent: Command, session: CliSession): void {
  addAdd(parent, session);
  addEdit(parent, session);
  addClone(parent, session);
}

function addAdd(parent: Command, session: CliSession): void {
  const command = parent.command('add <name> [target...]').description('add a server: a URL, or after -- a command and its arguments');
  withInputs(withFields(withPlace(command)))
    .option('--preset <id>', 'begin with a well-known server; "code-proxy mcp presets" lists them')
    .option('--disabled', 'add it switched off')
    .action((name: string, target: readonly string[], options: AddOptions) =>
      answerWith(session, options, async ({ caller }) => {
        const [{ projectOf, scopeOf }, { mcpConfigSchema }] = await Promise.all([
          import('../mcp-input.ts'),
          import('../../../src-shared/schemas/mcp.ts'),
        ]);
        const scope = scopeOf(options, await caller.mcp.list({ projects: [projectOf(options)] }), 'user');
        const config = mcpConfigSchema.parse(await configFor(caller, target, options, session));
        const added = await caller.mcp.add({ scope, name, draft: { kind: 'form', config }, isEnabled: options.disabled !== true });
        return changed(session, added, `added (${scope.kind} scope)`);
      }),
    );
}

async function configFor(caller: AdminCaller, target: readonly string[], options: AddOptions, session: CliSession): Promise<McpConfigRaw> {
  const [{ newConfig }, { filled, inputValues }] = await Promise.all([import('../mcp-input.ts'), import('../mcp-values.ts')]);
  const readInput = () => session.io.readInput();
  if (options.preset === undefined) {
    if (target.length === 0)
      throw new UsageError('a URL, or after -- a command, is missing – for example: mcp add files -- npx -y some-server', 'target');
    return newConfig(target, options, readInput);
  }
  if (target.length > 0) throw new UsageError('--preset brings its own command or URL – leave the other out', '--preset');
  const presets = await caller.mcp.presets();
  const preset = presets.find(({ id }) => id === options.preset);
  if (preset === undefined) throw new UsageError(`there is no preset ${options.preset} – "code-proxy mcp presets" lists them`, '--preset');
  const values = await inputValues(options, readInput);
  const missing = preset.inputs.find(({ id }) => !Object.hasOwn(values, id));
  if (missing !== undefined) throw new UsageError(`${missing.label.en} is missing – give --input ${missing.id}=.. or --input-stdin`, '--input');
  return filled(preset.config, values);
}

interface EditOptions extends JsonOption, McpPlaceOptions, McpFieldOptions {
  readonly rename?: string;
  readonly to?: string;
  readonly entryStdin?: boolean;
}

function addEdit(parent: Command, session: CliSession): void {
  const command = parent.command('edit <name> [target...]').description('change a server; what is not named stays');
  withFields(withPlace(command))
    .option('--rename <name>', 'call it so')
    .option('--to <scope>', 'move it to scope user, local or project')
    .option('--entry-stdin', 'read the whole entry as JSON from standard input')
    .addHelpText('after', "\n--env NAME= and --header 'Name:' take one out.")
    .action((name: string, target: readonly string[], options: EditOptions) =>
      answerWith(session, options, async ({ caller }) => {
        const { projectOf, scopeOf, serverNamed } = await import('../mcp-input.ts');
        const overview = await caller.mcp.list({ projects: [projectOf(options)] });
        const server = serverNamed(name, options, overview);
        const edited = await caller.mcp.edit({
          ref: { scope: server.scope, name },
          ...(options.rename === undefined ? {} : { name: options.rename }),
          ...(options.to === undefined ? {} : { scope: scopeOf({ ...options, scope: options.to }, overview, 'user') }),
          ...(await draftFor(server, target, options, session)),
        });
        return changed(session, edited, 'changed');
      }),
    );
}

async function draftFor(server: McpServer, target: readonly string[], options: EditOptions, session: CliSession) {
  const readInput = () => session.io.readInput();
  if (options.entryStdin === true) return { draft: { kind: 'json' as const, text: await readInput() } };
  const { transport, env, envStdin, header, headerStdin, cwd } = options;
  const isUntouched = [transport, env, envStdin, header, headerStdin, cwd].every((value) => value === undefined) && target.length === 0;
  if (isUntouched) return {};
  const [{ editedConfig, newConfig }, { mcpConfigSchema }] = await Promise.all([
    import('../mcp-input.ts'),
    import('../../../src-shared/schemas/mcp.ts'),
  ]);
  const config = server.config === null ? await newConfig(target, options, readInput) : await editedConfig(server.config, target, options, readInput);
  return { draft: { kind: 'form' as const, config: mcpConfigSchema.parse(config) } };
}

function addClone(parent: Command, session: CliSession): void {
  withPlace(parent.command('clone <name> [copy]').description('make a copy, secrets included'))
    .option('--to <scope>', 'in scope user, local or project (default: the same)')
    .option('--json', 'print JSON')
    .action((name: string, copy: string | undefined, options: JsonOption & McpPlaceOptions & { readonly to?: string }) =>
      answerWith(session, options, async ({ caller }) => {
        const { projectOf, scopeOf, serverNamed } = await import('../mcp-input.ts');
        const overview = await caller.mcp.list({ projects: [projectOf(options)] });
        const { scope } = serverNamed(name, options, overview);
        const cloned = await caller.mcp.clone({
          ref: { scope, name },
          ...(copy === undefined ? {} : { name: copy }),
          ...(options.to === undefined ? {} : { scope: scopeOf({ ...options, scope: options.to }, overview, 'user') }),
        });
        return changed(session, cloned, 'added');
      }),
    );
}

function changed(session: CliSession, server: McpServer, what: string): Answer {
  return { json: server, text: `${session.style.paint('strong', server.name)} ${what}` };
}
