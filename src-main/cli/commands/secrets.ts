/** `code-proxy secrets ..`: where the key lives that stored credentials are sealed with, and moving it. */
import { type Command, Option } from 'commander';
import type { KeychainState, KeyPlace, SecretsStatus } from '../../../src-shared/schemas/secrets.ts';
import { type Answer, answerWith, type CliSession, type JsonOption } from '../session.ts';

const EXAMPLES = '\nExamples:\n  code-proxy secrets status\n  code-proxy secrets move --to keyfile';

export function addSecretsCommand(parent: Command, session: CliSession): void {
  const secrets = parent.command('secrets').description('the key that stored credentials are sealed with').addHelpText('after', EXAMPLES);
  secrets
    .command('status')
    .description('say where the key lives and what it seals')
    .option('--json', 'print JSON')
    .action((options: JsonOption) => answerWith(session, options, async ({ caller }) => statusAnswer(session, await caller.secrets.status())));
  secrets
    .command('move')
    .description('move the key; nothing that is stored changes')
    .addOption(new Option('--to <place>', 'where it shall live').choices(['keyfile', 'keychain']).makeOptionMandatory())
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nIn a key file, command line and desktop app can both use it. The keychain keeps it from whoever can only read your files;\nthen only the desktop app opens it.\n\nExamples:\n  code-proxy secrets move --to keyfile\n  code-proxy secrets move --to keychain     while the desktop app runs',
    )
    .action((options: JsonOption & { readonly to: KeyPlace }) =>
      answerWith(session, options, async ({ caller }) => {
        const before = await caller.secrets.status();
        return movedAnswer(session, before, await caller.secrets.move({ to: options.to }));
      }),
    );
}

const PLACES: Record<KeyPlace, string> = { keyfile: 'in a key file that only your user may read', keychain: 'sealed by this computer’s keychain' };

const KEYCHAINS: Record<KeychainState, string> = {
  usable: 'can be used',
  'needs-desktop': 'only the desktop app can use it',
  none: 'this system offers none',
  'fixed-password': 'this session has no keyring, so that it would protect nothing',
};

const KINDS = { 'endpoint-credentials': 'credentials of endpoints', 'mcp-servers': 'MCP servers that are switched off' } as const;

async function statusAnswer({ style }: CliSession, status: SecretsStatus): Promise<Answer> {
  const { renderFields } = await import('../table.ts');
  const { home, file, keyId, problem, keychain, hasTwoHomes, sealed } = status;
  const lines = sealed.map(({ kind, count, unopenable }) => {
    const lost = unopenable === 0 || problem !== null ? '' : style.paint('bad', ` (${unopenable} sealed with another key)`);
    return `${count} ${KINDS[kind]}${lost}`;
  });
  const fields: [string, string][] = [
    ['key', style.paint('strong', home === null ? 'none yet' : PLACES[home])],
    ['file', style.paint('plain', file ?? '–')],
    ['name', style.paint('plain', keyId ?? 'it cannot be opened here')],
    ['keychain', style.paint('plain', KEYCHAINS[keychain])],
    ['seals', lines.length === 0 ? 'nothing yet' : lines.join('\n')],
  ];
  const notes = [
    ...(problem === null ? [] : [style.paint('bad', `! ${problem}`)]),
    ...(hasTwoHomes
      ? [style.paint('warning', '! the other home holds a key as well; "code-proxy secrets move" clears it when it is the same one')]
      : []),
  ];
  return { json: status, text: [renderFields(style, fields), ...notes].join('\n'), exitCode: problem === null ? 0 : 1 };
}

function movedAnswer({ style }: CliSession, before: SecretsStatus, after: SecretsStatus): Answer {
  const where = after.home === null ? 'nowhere' : PLACES[after.home];
  const isMoved = before.home !== after.home || before.hasTwoHomes;
  const text = isMoved ? `The key is now ${style.paint('strong', where)}` : `The key is already ${where}`;
  return { json: { ...after, moved: isMoved }, text: `${text}\n  ${style.paint('faint', after.file ?? '')}` };
}
