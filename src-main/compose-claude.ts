/** Builds what edits Claude Code's settings: which values it writes, and which ones a preview shows. */
import { AppError } from '../src-shared/app-error.ts';
import { ClaudeSettings, claudeSettingsPath } from './claude-code/claude-settings.ts';
import { isInstanceAlive } from './claude-code/is-instance-alive.ts';
import type { CoreData } from './compose-data.ts';
import type { CoreContext } from './core-context.ts';
import { type ProxyControl, proxyUrlOf } from './proxy/proxy-control.ts';

/** Of the shape of a local token, which each start makes afresh; a diff masks it. */
const TOKEN_TO_COME = `cp-${'0'.repeat(64)}`;

export function openClaudeSettings({ options, clock, logger, feed, instanceId }: CoreContext, data: CoreData, control: ProxyControl): ClaudeSettings {
  const fromSettings = () => {
    const { apiTimeoutMs, attributionHeader, disableNonessentialTraffic } = data.settings.current().claude;
    return { apiTimeoutMs, attributionHeader, disableNonessentialTraffic };
  };
  const claude = new ClaudeSettings({
    file: claudeSettingsPath(options.environment),
    journalFile: options.paths.claudeJournal,
    instance: { id: instanceId, pid: process.pid },
    isInstanceAlive,
    clock,
    logger,
    values() {
      const { url } = control.state();
      if (url === null)
        throw new AppError('INSTANCE_UNREACHABLE', 'the proxy is not running, so Claude Code cannot be pointed at it; start it first');
      return { baseUrl: url, token: data.tokens.current(), ...fromSettings() };
    },
    expectedValues() {
      const { url } = control.state();
      if (url !== null) return { baseUrl: url, token: data.tokens.current(), ...fromSettings() };
      return { baseUrl: proxyUrlOf(data.settings.current().proxy), token: TOKEN_TO_COME, ...fromSettings() };
    },
  });
  claude.onChange((state) => feed.publish({ type: 'claude-changed', claude: state }));
  return claude;
}
