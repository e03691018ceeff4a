/** `code-proxy rules ..`: the failover rules as a list, as a YAML file, and tried on a failure. */
import type { Command } from 'commander';
import type { RuleView } from '../../../src-shared/schemas/failover-rule.ts';
import { collect, wholeNumberIn } from '../option-values.ts';
import type { RuleTestOptions } from '../rule-test-input.ts';
import { answerWith, type CliSession, type JsonOption } from '../session.ts';

const EXAMPLES = `
Examples:
  code-proxy rules list
  code-proxy rules export rules.yaml
  code-proxy rules import rules.yaml --dry-run
  code-proxy rules test --status 429 --header 'retry-after: 5'
  code-proxy rules test --status 400 --body '{"type":"error","error":{"type":"invalid_request_error","message":"please slow down"}}'
  code-proxy rules disable capacity-400`;

export function addRulesCommand(parent: Command, session: CliSession): void {
  const rules = parent.command('rules').description('failover rules: list, test, switch, export and import').addHelpText('after', EXAMPLES);
  addList(rules, session);
  addExport(rules, session);
  addImport(rules, session);
  addTest(rules, session);
  addSwitch(rules, session, 'enable', true);
  addSwitch(rules, session, 'disable', false);
  addReset(rules, session);
}

function addList(parent: Command, session: CliSession): void {
  parent
    .command('list')
    .description('list all rules in the order in which they are tried')
    .option('--json', 'print JSON: an object with items')
    .action((options: JsonOption) => answerWith(session, options, async ({ caller }) => listed(session, await caller.rules.list())));
}

async function listed(session: CliSession, items: readonly RuleView[]) {
  const { ruleTable } = await import('../rule-text.ts');
  return { json: { items }, text: ruleTable(session.style, items) };
}

function addExport(parent: Command, session: CliSession): void {
  parent
    .command('export [file]')
    .description('write your rules as YAML, with comments; without a file to standard output')
    .option('--json', 'print JSON')
    .action((file: string | undefined, options: JsonOption) =>
      answerWith(session, options, async ({ caller }) => {
        const { yaml } = await caller.rules.export();
        if (file === undefined) return { json: { yaml }, text: yaml.trimEnd() };
        const { writeUserFile } = await import('../user-file.ts');
        await writeUserFile(file, yaml);
        return { json: { file }, text: `written to ${session.style.paint('strong', file)}` };
      }),
    );
}

function addImport(parent: Command, session: CliSession): void {
  parent
    .command('import <file>')
    .description('put the rules of a YAML file in the place of yours, all or nothing')
    .option('--dry-run', 'only say what would change')
    .option('--json', 'print JSON')
    .action((file: string, options: JsonOption & { readonly dryRun?: boolean }) =>
      answerWith(session, options, async ({ caller }) => {
        const [{ readUserFile }, { importText }] = await Promise.all([import('../user-file.ts'), import('../rule-text.ts')]);
        const changes = await caller.rules.import({ yaml: await readUserFile(file), isDryRun: options.dryRun === true });
        return { json: changes, text: importText(session.style, changes) };
      }),
    );
}

function addTest(parent: Command, session: CliSession): void {
  parent
    .command('test')
    .description('say what the rules make of a failure; nothing is sent')
    .option('--status <number>', 'the endpoint answers this error status, 300 to 599', wholeNumberIn(300, 599))
    .option('--header <line>', "with this header, for example 'retry-after: 5'; repeatable", collect)
    .option('--body <text>', 'with this body, or the message of the event; @FILE reads a file')
    .option('--event <type>', 'the stream begins with an error event of this type')
    .option('--unreachable <cause>', 'it cannot be reached: refused, dns, tls, reset, other')
    .option('--timeout <phase>', 'it is too slow: connect, first-byte, first-content, idle')
    .option('--bad-answer <what>', 'a 200 that is no answer: html, empty, unreadable, not-a-stream')
    .option('--json', 'print JSON')
    .action((options: JsonOption & RuleTestOptions) =>
      answerWith(session, options, async ({ caller }) => {
        const [{ readUserFile }, { ruleTestInput }, { testText }] = await Promise.all([
          import('../user-file.ts'),
          import('../rule-test-input.ts'),
          import('../rule-text.ts'),
        ]);
        const test = await caller.rules.test(await ruleTestInput(options, readUserFile));
        return { json: test, text: testText(session.style, test) };
      }),
    );
}

function addSwitch(parent: Command, session: CliSession, verb: 'enable' | 'disable', isEnabled: boolean): void {
  parent
    .command(`${verb} <id>`)
    .description(isEnabled ? 'switch a rule on' : 'switch a rule off, a built-in one too')
    .option('--json', 'print JSON')
    .action((id: string, options: JsonOption) =>
      answerWith(session, options, async ({ caller }) => {
        const view = await caller.rules.setEnabled({ id, isEnabled });
        return { json: view, text: `${session.style.paint('strong', id)} ${verb}d` };
      }),
    );
}

function addReset(parent: Command, session: CliSession): void {
  parent
    .command('reset')
    .description('delete your rules and switch all built-in ones on; export them first to keep a copy')
    .option('--json', 'print JSON: an object with items')
    .action((options: JsonOption) =>
      answerWith(session, options, async ({ caller }) => {
        const items = await caller.rules.reset();
        return { json: { items }, text: 'Only the built-in rules apply now.' };
      }),
    );
}
