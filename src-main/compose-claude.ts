/** Builds what edits Claude Code's files: which folders it has, which values it writes, and which ones a preview shows. */
import { AppError } from '../src-shared/app-error.ts';
import { ClaudeFiles } from './claude-code/claude-files.ts';
import { isInstanceAlive } from './claude-code/is-instance-alive.ts';
import { valuesOf } from './claude-values.ts';
import type { CoreData } from './compose-data.ts';
import type { CoreContext } from './core-context.ts';
import { type ProxyControl, proxyUrlOf } from './proxy/proxy-control.ts';

/** Of the shape of a local token, which each start makes afresh; a diff masks it. */
const TOKEN_TO_COME = `cp-${'0'.repeat(64)}`;

export function openClaudeFiles({ options, clock, logger, feed, instanceId }: CoreContext, data: CoreData, control: ProxyControl): ClaudeFiles {
  const settings = () => data.settings.current().claude;
  const claude = new ClaudeFiles({
    environment: options.environment,
    platform: process.platform,
    journalFile: options.paths.claudeJournal,
    backups: data.claudeBackups,
    texts: data.claudeTexts,
    further: () => settings().folders,
    instance: { id: instanceId, pid: process.pid },
    isInstanceAlive,
    clock,
    logger,
    values() {
      const { url } = control.state();
      if (url === null)
        throw new AppError('INSTANCE_UNREACHABLE', 'the proxy is not running, so Claude Code cannot be pointed at it; start it first');
      return valuesOf(settings(), url, data.tokens.current());
    },
    expectedValues() {
      const { url } = control.state();
      return url === null
        ? valuesOf(settings(), proxyUrlOf(data.settings.current().proxy), TOKEN_TO_COME)
        : valuesOf(settings(), url, data.tokens.current());
    },
    onFilesChanged: () => feed.publish({ type: 'claude-files-changed' }),
  });
  claude.onChange((state) => feed.publish({ type: 'claude-changed', claude: state }));
  data.settings.onChange((before, after) => {
    const isSame = before.claude.folders.join('\n') === after.claude.folders.join('\n');
    if (!isSame)
      void claude.followFolders((error) =>
        logger.warn("Claude Code's settings in a folder that was taken off the list were not put back", { error }),
      );
  });
  return claude;
}
