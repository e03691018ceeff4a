/** What the command line and the environment say about this start of the desktop app. Chromium's own switches pass by. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { AppError } from '../../src-shared/app-error.ts';
import { portSchema } from '../../src-shared/schemas/settings.ts';

export const overridesSchema = z.object({
  port: portSchema.exactOptional(),
  bindHost: z.string().min(1).exactOptional(),
  allowedHosts: z.array(z.string().min(1)).exactOptional(),
  writeClaudeSettings: z.boolean().exactOptional(),
});
export type CoreOverrides = z.infer<typeof overridesSchema>;

export interface LaunchOptions {
  readonly isDemo: boolean;
  /** Started by the login item: only the tray icon appears. */
  readonly isHidden: boolean;
  readonly overrides: CoreOverrides;
}

/**
 * @param argv  `process.argv`. The first entries (executable, and the app's folder when not packaged) are no options and are skipped.
 * @throws CONFIG_INVALID for a value that cannot be meant.
 */
export function launchOptions(argv: readonly string[]): LaunchOptions {
  const { values } = parseArgs({
    args: argv.slice(1),
    strict: false,
    allowPositionals: true,
    options: {
      demo: { type: 'boolean' },
      hidden: { type: 'boolean' },
      port: { type: 'string' },
      host: { type: 'string' },
      'allow-host': { type: 'string', multiple: true },
      'no-claude-settings': { type: 'boolean' },
    },
  });
  const overrides = overridesSchema.safeParse({
    ...(values.port === undefined ? {} : { port: values.port === '' ? Number.NaN : Number(values.port) }),
    ...(values.host === undefined ? {} : { bindHost: values.host }),
    ...(values['allow-host'] === undefined ? {} : { allowedHosts: values['allow-host'] }),
    ...(values['no-claude-settings'] === true ? { writeClaudeSettings: false } : {}),
  });
  if (!overrides.success) {
    const issue = overrides.error.issues[0];
    const option = issue?.path[0] === 'port' ? '--port' : '--host';
    throw new AppError('CONFIG_INVALID', `${option} ${issue?.message ?? 'is not valid'}`, { field: option });
  }
  return { isDemo: values.demo === true, isHidden: values.hidden === true, overrides: overrides.data };
}
