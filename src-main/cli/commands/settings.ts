/** `code-proxy settings ..`: the app's own settings by dotted path. */
import type { Command } from 'commander';
import type { SettingsView } from '../../../src-shared/schemas/settings.ts';
import { type Answer, answerWith, type CliSession, type JsonOption } from '../session.ts';
import { flattenSettings, parseSettingPairs } from '../setting-value.ts';
import { UsageError } from '../usage-error.ts';

const EXAMPLES = `
Examples:
  code-proxy settings get
  code-proxy settings get proxy.port
  code-proxy settings set proxy.port 9100
  code-proxy settings set proxy.firstByteTimeoutMs 120s log.level debug`;

export function addSettingsCommand(parent: Command, session: CliSession): void {
  const settings = parent.command('settings').description('read and change the app’s settings').addHelpText('after', EXAMPLES);
  settings
    .command('get [path]')
    .description('print all settings, or one value')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES)
    .action((path: string | undefined, options: JsonOption) =>
      answerWith(session, options, async ({ caller }) => {
        const view = await caller.settings.get();
        return path === undefined ? allSettings(session, view) : oneSetting(view, path);
      }),
    );
  settings
    .command('set <path> <value> [more...]')
    .description('change one or more settings, all or nothing')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES)
    .action((path: string, value: string, more: string[], options: JsonOption) =>
      answerWith(session, options, async ({ caller }) => {
        const changes = parseSettingPairs([path, value, ...more]);
        const view = await caller.settings.change({ changes });
        return changedSettings(
          view,
          changes.map((change) => change.path),
        );
      }),
    );
}

async function allSettings({ style }: CliSession, view: SettingsView): Promise<Answer> {
  const { renderFields } = await import('../table.ts');
  const fields = flattenSettings(view.settings).map(([path, value]) => {
    const remark = view.overridden.includes(path) ? `  ${style.paint('faint', '(overridden by a command-line option)')}` : '';
    return [path, `${style.paint('plain', valueText(value))}${remark}`] as const;
  });
  return { json: view, text: renderFields(style, fields) };
}

function oneSetting(view: SettingsView, path: string): Answer {
  const found = flattenSettings(view.settings).find(([known]) => known === path);
  if (found === undefined) throw new UsageError(`there is no setting ${path} – see "code-proxy settings get" for all of them`, path);
  return { json: { path, value: found[1] }, text: valueText(found[1]) };
}

function changedSettings(view: SettingsView, paths: readonly string[]): Answer {
  const values = new Map(flattenSettings(view.settings));
  const late = paths.filter((path) => view.needsRestart.includes(path));
  const isOverridden = (path: string) => view.overridden.includes(path);
  const lines = paths.map((path) =>
    isOverridden(path)
      ? `${path}: stored; until the next start a command-line option keeps it at ${valueText(values.get(path))}`
      : `${path} = ${valueText(values.get(path))}`,
  );
  if (late.length > 0) lines.push(`${late.join(', ')}: takes effect at the next start`);
  return { json: view, text: lines.join('\n') };
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
