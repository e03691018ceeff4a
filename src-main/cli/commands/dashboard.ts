/** `code-proxy dashboard`: a fresh one-time login link, opened in the browser or printed. */
import type { Command } from 'commander';
import { AppError } from '../../../src-shared/app-error.ts';
import { answerWith, type CliSession, type JsonOption } from '../session.ts';

export function addDashboardCommand(parent: Command, session: CliSession): void {
  parent
    .command('dashboard')
    .description('open the dashboard in the browser, logged in')
    .option('--print', 'print the login link instead of opening it')
    .option('--json', 'print JSON; opens nothing')
    .addHelpText('after', '\nThe link works once and for ten minutes.\n\nExamples:\n  code-proxy dashboard\n  code-proxy dashboard --print')
    .action((options: JsonOption & { readonly print?: boolean }) =>
      answerWith(session, { ...options, need: 'running' }, async ({ caller }) => {
        const { url } = await caller.dashboard.loginLink();
        if (url === null) throw new AppError('NOT_SUPPORTED_HERE', 'the desktop app serves no dashboard to browsers – open its window from the tray');
        if (options.print === true || options.json === true) return { json: { url }, text: url };
        const isOpened = hasBrowser(session.io.environment) && (await openInBrowser(url));
        return {
          json: { url },
          text: isOpened ? 'The dashboard opens in your browser.' : `Open this link in a browser (works once, for 10 minutes):\n${url}`,
        };
      }),
    );
}

/** Linux without a display has no browser to open; xdg-open would pick a text browser and take the terminal over. */
function hasBrowser(environment: CliSession['io']['environment']): boolean {
  return process.platform !== 'linux' || Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

async function openInBrowser(url: string): Promise<boolean> {
  const { default: open } = await import('open');
  try {
    await open(url);
    return true;
  } catch {
    return false; // No opener: the link is printed instead.
  }
}
