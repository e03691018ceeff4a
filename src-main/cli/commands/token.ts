/** `code-proxy token ..`: local tokens, which clients show to the proxy. Only `show` and `add` ever print one. */
import type { Command } from 'commander';
import { AppError } from '../../../src-shared/app-error.ts';
import type { LocalToken } from '../../../src-shared/schemas/status.ts';
import { relativeTime } from '../amounts.ts';
import { answerWith, type CliSession, type JsonOption } from '../session.ts';

const EXAMPLES = '\nExamples:\n  code-proxy token show\n  code-proxy token add build-server\n  code-proxy token revoke build-server';

export function addTokenCommand(parent: Command, session: CliSession): void {
  const token = parent.command('token').description('local tokens for clients of the proxy').addHelpText('after', EXAMPLES);
  token
    .command('show')
    .description('print the running instance’s own token and how to use it; it changes with every start')
    .option('--json', 'print JSON')
    .action((options: JsonOption) =>
      answerWith(session, { ...options, need: 'running' }, async ({ caller }) => {
        const [{ token: value }, { proxy }] = await Promise.all([caller.tokens.current(), caller.status.get()]);
        if (proxy.url === null) throw new AppError('INSTANCE_UNREACHABLE', 'the proxy is stopped – start it in the dashboard first');
        return { json: { token: value, baseUrl: proxy.url }, text: environmentLines(proxy.url, value) };
      }),
    );
  token
    .command('add <name>')
    .description('make a long-lived token for another client; it is printed this once')
    .option('--json', 'print JSON')
    .action((name: string, options: JsonOption) =>
      answerWith(session, options, async ({ caller }) => {
        const added = await caller.tokens.add({ name });
        return { json: added, text: added.token };
      }),
    );
  token
    .command('list')
    .description('list named tokens by their last characters')
    .option('--json', 'print JSON: an object with items')
    .action((options: JsonOption) => answerWith(session, options, async ({ caller }) => listAnswer(session, await caller.tokens.list())));
  token
    .command('revoke <name>')
    .description('refuse this token from now on')
    .option('--json', 'print JSON')
    .action((name: string, options: JsonOption) =>
      answerWith(session, options, async ({ caller }) => {
        await caller.tokens.revoke({ name });
        return { json: { revoked: true, name }, text: `${session.style.paint('strong', name)} revoked` };
      }),
    );
}

async function listAnswer({ style, io }: CliSession, items: readonly LocalToken[]) {
  if (items.length === 0) return { json: { items }, text: 'No named tokens – make one with: code-proxy token add NAME' };
  const { renderTable } = await import('../table.ts');
  const columns = [
    { title: 'NAME', cell: (token: LocalToken) => style.paint('strong', token.name) },
    { title: 'ENDS IN', cell: (token: LocalToken) => style.paint('plain', `…${token.tail}`) },
    { title: 'MADE', cell: (token: LocalToken) => relativeTime(token.createdAtMs, io.nowMs()) },
    { title: 'LAST USED', cell: (token: LocalToken) => relativeTime(token.lastUsedAtMs, io.nowMs()) },
  ];
  return { json: { items }, text: renderTable(style, columns, items) };
}

/** For use in another shell or on another machine; both lines can be pasted. */
function environmentLines(url: string, token: string): string {
  return `${token}\n\nTo use it elsewhere:\n  export ANTHROPIC_BASE_URL=${url}\n  export ANTHROPIC_AUTH_TOKEN=${token}`;
}
