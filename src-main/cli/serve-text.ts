/** What `serve` says when it is ready: where everything is, and how to connect Claude Code. */
import type { Status } from '../../src-shared/schemas/status.ts';
import type { Instance } from '../platform/instance-file.ts';
import { renderFields } from './table.ts';
import type { TextStyle } from './text-style.ts';

/** One line for tests and scripts. */
export function readyJson(status: Status, loginUrl: string | null) {
  const { proxy, dashboardUrl, instanceId, pid, dataFolder } = status;
  return { event: 'ready', proxyUrl: proxy.url, dashboardUrl, loginUrl, instanceId, pid, dataFolder };
}

export function readyText(style: TextStyle, status: Status, loginUrl: string | null): string {
  const proxy = status.proxy.url ?? `${status.proxy.kind}${status.proxy.error === null ? '' : ` – ${status.proxy.error}`}`;
  const fields: [string, string][] = [
    ['proxy', style.paint(status.proxy.url === null ? 'bad' : 'strong', proxy)],
    ['dashboard', `${style.paint('strong', loginUrl ?? 'not served')}\n${style.paint('faint', linkText(status))}`],
    ['Claude Code', style.paint('plain', claudeText(status))],
    ['data folder', style.paint('plain', status.dataFolder)],
    ['log', style.paint('plain', status.logFile)],
  ];
  const title = `Code Proxy ${status.version} is ${style.paint('good', 'ready')}${status.isDemo ? ' (demo: nothing is kept)' : ''}`;
  const warnings = status.warnings.map((warning) => `\n${style.paint('warning', `! ${warning}`)}`);
  return `${title}\n${renderFields(style, fields)}${warnings.join('')}\nStop with Ctrl+C.`;
}

/** One line for the journal of the system, which others may read: nothing in it lets anybody in. */
export function serviceText({ version, proxy, dashboardUrl }: Status): string {
  return `Code Proxy ${version} is ready: proxy ${proxy.url ?? proxy.kind}, dashboard ${dashboardUrl ?? 'not served'} (log in: code-proxy dashboard)`;
}

/** The demo's data folder is not the one that other commands look into. */
function linkText({ isDemo, dataFolder }: Status): string {
  const command = isDemo ? `CODE_PROXY_HOME=${dataFolder} code-proxy dashboard` : 'code-proxy dashboard';
  return `works once, for 10 minutes; a fresh link: ${command}`;
}

function claudeText({ claude, isDemo }: Status): string {
  if (isDemo) return 'left alone; sample traffic runs by itself';
  if (claude.kind === 'applied') return `${claude.message}\nStart it as always: claude`;
  if (claude.kind === 'unread') return claude.message;
  const how = 'Start it through the proxy with: code-proxy launch';
  if (claude.kind === 'unmanaged') return `settings.json is left alone\n${how}`;
  return `${claude.message}\n${how}`;
}

export function alreadyRunningJson({ proxyUrl, dashboardUrl, instanceId, pid }: Instance, dataFolder: string) {
  return { event: 'already-running', proxyUrl, dashboardUrl, loginUrl: null, instanceId, pid, dataFolder };
}

export function alreadyRunningText(style: TextStyle, instance: Instance): string {
  const where = instance.proxyUrl === null ? 'its proxy is stopped' : `proxy at ${style.paint('strong', instance.proxyUrl)}`;
  const kind = instance.host === 'desktop' ? 'the app' : `process ${instance.pid}`;
  return `Code Proxy already runs on this data folder (${kind}): ${where}\nIts dashboard: code-proxy dashboard · end it: code-proxy stop`;
}

/** Said loudly when other machines can reach the proxy; null for loopback addresses. */
export function openHostWarning(style: TextStyle, host: string): string | null {
  if (host === 'localhost' || host === '::1' || /^127\./.test(host)) return null;
  return style.paint(
    'bad',
    `! The proxy listens on ${host}: other machines can reach it. They need a local token (code-proxy token add NAME); traffic is not encrypted.`,
  );
}
