/** `code-proxy endpoint ..`: the priority list of endpoints. Endpoints are named by their name (any case) or id. */
import type { Command } from 'commander';
import type { EndpointWithState } from '../../../src-shared/schemas/endpoint.ts';
import type { AdminCaller } from '../admin-caller.ts';
import { collectMapping, type EndpointOptions, endpointInput, endpointPatch, parseFamilies, tokenFrom } from '../endpoint-input.ts';
import { decimalNumber, durationMs, onOrOff, wholeNumber, wholeNumberOrNone } from '../option-values.ts';
import { type Answer, answerWith, type CliSession, type JsonOption } from '../session.ts';

const EXAMPLES = `
Examples:
  code-proxy endpoint add --name main --url https://api.anthropic.com --token-stdin < token.txt
  code-proxy endpoint add --name spare --url http://127.0.0.1:8080 --map haiku=small --map 'claude-*'=large
  code-proxy endpoint list
  code-proxy endpoint move spare --to 1
  code-proxy endpoint rest spare --for 10m
  code-proxy endpoint edit main --auth bearer --families opus,sonnet`;

export function addEndpointCommand(parent: Command, session: CliSession): void {
  const endpoint = parent.command('endpoint').description('add, list, edit, sort and test endpoints').addHelpText('after', EXAMPLES);
  addAdd(endpoint, session);
  addList(endpoint, session);
  addShow(endpoint, session);
  addEdit(endpoint, session);
  addMove(endpoint, session);
  addSwitch(endpoint, session, 'enable', true);
  addSwitch(endpoint, session, 'disable', false);
  addRest(endpoint, session);
  addRestore(endpoint, session);
  addTest(endpoint, session);
  addRemove(endpoint, session);
}

function withFields(command: Command): Command {
  return command
    .option('--protocol <protocol>', 'wire dialect it speaks (default: anthropic)')
    .option('--token <token>', 'its key or token; other users of this machine may see it in the process list: prefer --token-stdin')
    .option('--token-stdin', 'read the token from standard input')
    .option('--auth <style>', 'how the token is sent: auto, client, x-api-key, bearer (default: auto)')
    .option('--map <key=model>', 'send this model instead; the key is a model name, a glob, or haiku, sonnet, opus; repeatable', collectMapping)
    .option('--families <list>', 'only serve these: opus, sonnet, haiku, other, separated by commas; all: every one', parseFamilies)
    .option('--max-concurrent <n>', 'requests at once that it is sent at most, 1 to 1000; none: any number', wholeNumberOrNone)
    .option('--cost-multiplier <factor>', 'its prices as a multiple of the price list, 0 to 100 (default: 1)', decimalNumber)
    .option('--input-includes-cache [on|off]', 'its input_tokens count cache reads and writes too (default: off)', onOrOff)
    .option('--note <text>', 'a remark for yourself')
    .option('--json', 'print JSON');
}

function addAdd(parent: Command, session: CliSession): void {
  const command = parent
    .command('add')
    .description('add an endpoint at the end of the priority list')
    .requiredOption('--name <name>', 'what to call it')
    .requiredOption('--url <url>', 'its base URL, without /v1');
  withFields(command)
    .option('--disabled', 'add it switched off')
    .addHelpText('after', EXAMPLES)
    .action((options: EndpointOptions & JsonOption) =>
      answerWith(session, options, async ({ caller }) => {
        const { endpointInputSchema } = await import('../../../src-shared/schemas/endpoint.ts');
        const token = await tokenFrom(options, () => session.io.readInput());
        const added = await caller.endpoints.add(endpointInputSchema.parse(endpointInput(options, token)));
        return changed(session, added, `added as P${added.position}`);
      }),
    );
}

function addList(parent: Command, session: CliSession): void {
  parent
    .command('list')
    .description('list endpoints in order of priority, with their states')
    .option('--json', 'print JSON: an object with items and chains (per model family)')
    .action((options: JsonOption) => answerWith(session, options, async ({ caller }) => listed(session, await caller.endpoints.list())));
}

async function listed(session: CliSession, endpoints: readonly EndpointWithState[]): Promise<Answer> {
  const [{ chainLines, endpointTable, unusableLines }, { familyChains }] = await Promise.all([
    import('../endpoint-text.ts'),
    import('../../../src-shared/family-chains.ts'),
  ]);
  const chains = familyChains(endpoints);
  const table = endpointTable(session.style, endpoints, session.io.nowMs());
  return {
    json: { items: endpoints, chains },
    text:
      endpoints.length === 0 ? table : [`${table}\n\n${chainLines(session.style, chains)}`, ...unusableLines(session.style, endpoints)].join('\n'),
  };
}

function addShow(parent: Command, session: CliSession): void {
  onOne(parent, 'show', 'show everything about an endpoint', session, async (_caller, endpoint) => {
    const { endpointDetails } = await import('../endpoint-text.ts');
    return { json: endpoint, text: endpointDetails(session.style, endpoint, session.io.nowMs()) };
  });
}

function addEdit(parent: Command, session: CliSession): void {
  const command = parent
    .command('edit <name>')
    .description('change an endpoint; what is not named stays')
    .option('--name <name>', 'call it so')
    .option('--url <url>', 'its base URL, without /v1');
  withFields(command)
    .option('--no-token', 'forget the stored token')
    .addHelpText('after', `\n--map KEY=MODEL adds to the model map or replaces an entry, --map KEY= takes it out.\n${EXAMPLES}`)
    .action((name: string, options: EndpointOptions & JsonOption) =>
      answerWith(session, options, async ({ caller }) => {
        const { endpointPatchSchema } = await import('../../../src-shared/schemas/endpoint.ts');
        const { id, modelMap } = await caller.endpoints.get({ idOrName: name });
        const token = await tokenFrom(options, () => session.io.readInput());
        const patch = endpointPatchSchema.parse(endpointPatch(options, token, modelMap));
        return changed(session, await caller.endpoints.edit({ id, patch }), 'changed');
      }),
    );
}

function addMove(parent: Command, session: CliSession): void {
  parent
    .command('move <name>')
    .description('change the priority of an endpoint')
    .requiredOption('--to <position>', '1 is tried first; a number beyond the list means its end', wholeNumber)
    .option('--json', 'print JSON: an object with items')
    .action((name: string, options: JsonOption & { readonly to: number }) =>
      answerWith(session, options, async ({ caller }) => {
        const { id } = await caller.endpoints.get({ idOrName: name });
        return listed(session, await caller.endpoints.move({ id, position: options.to }));
      }),
    );
}

function addSwitch(parent: Command, session: CliSession, verb: 'enable' | 'disable', isEnabled: boolean): void {
  onOne(parent, verb, isEnabled ? 'let requests go to it again' : 'send no requests to it', session, async (caller, { id }) =>
    changed(session, await caller.endpoints.edit({ id, patch: { isEnabled } }), `${verb}d`),
  );
}

function addRest(parent: Command, session: CliSession): void {
  parent
    .command('rest <name>')
    .description('send no requests to it for a while, even if it is the only one; restore ends it')
    .option('--for <time>', 'how long, such as 90s, 10m, 1h or 2d; left out: until it is restored or edited', durationMs)
    .option('--json', 'print JSON')
    .action((name: string, options: JsonOption & { readonly for?: number }) =>
      answerWith(session, options, async ({ caller }) => {
        const { countdown } = await import('../amounts.ts');
        const { id } = await caller.endpoints.get({ idOrName: name });
        const rested = await caller.endpoints.rest({ id, forMs: options.for ?? null });
        return changed(session, rested, options.for === undefined ? 'rests until it is restored' : `rests for ${countdown(options.for)}`);
      }),
    );
}

function addRestore(parent: Command, session: CliSession): void {
  onOne(parent, 'restore', 'end its rests now', session, async (caller, { id }) =>
    changed(session, await caller.endpoints.restore({ id }), 'is back in service'),
  );
}

function addTest(parent: Command, session: CliSession): void {
  parent
    .command('test <name>')
    .description('send one tiny real request (a few tokens); exit code 1 when it fails')
    .option('--model <model>', 'ask for this model')
    .option('--json', 'print JSON')
    .action((name: string, options: JsonOption & { readonly model?: string }) =>
      answerWith(session, options, async ({ caller }) => {
        const { testText } = await import('../endpoint-text.ts');
        const endpoint = await caller.endpoints.get({ idOrName: name });
        const test = await caller.endpoints.test({ target: { id: endpoint.id }, model: options.model ?? null });
        return { json: test, text: testText(session.style, endpoint.name, test), exitCode: test.isOk ? 0 : 1 };
      }),
    );
}

function addRemove(parent: Command, session: CliSession): void {
  onOne(parent, 'remove', 'remove an endpoint; its past requests stay', session, async (caller, endpoint) => {
    await caller.endpoints.remove({ id: endpoint.id });
    return { json: { removed: true, id: endpoint.id, name: endpoint.name }, text: `${session.style.paint('strong', endpoint.name)} removed` };
  });
}

/** A verb with nothing but the endpoint's name. */
function onOne(
  parent: Command,
  verb: string,
  description: string,
  session: CliSession,
  act: (caller: AdminCaller, endpoint: EndpointWithState) => Promise<Answer>,
): void {
  parent
    .command(`${verb} <name>`)
    .description(description)
    .option('--json', 'print JSON')
    .action((name: string, options: JsonOption) =>
      answerWith(session, options, async ({ caller }) => act(caller, await caller.endpoints.get({ idOrName: name }))),
    );
}

function changed(session: CliSession, endpoint: EndpointWithState, what: string): Answer {
  return { json: endpoint, text: `${session.style.paint('strong', endpoint.name)} ${what}` };
}
