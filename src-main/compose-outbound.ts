/** Builds what reaches endpoints: through which outbound proxy, with which certificates, following the settings and the network. */
import type { AppSettings } from '../src-shared/schemas/settings.ts';
import type { CoreData } from './compose-data.ts';
import { readOutbound } from './configuration/outbound-settings.ts';
import type { CoreContext } from './core-context.ts';
import { type NetworkChange, NetworkWatch } from './platform/network-watch.ts';
import { UpstreamClient } from './proxy/upstream-client.ts';

export interface OutboundPath {
  readonly upstream: UpstreamClient;
  /** The machine woke up or its network changed: connections kept open are not trusted any more, nor is what was known of proxies. */
  networkChanged(change: NetworkChange | 'resumed'): void;
  /** Finds out which proxy of the system these URLs go through, if that is what the settings want. */
  learn(urls: readonly string[]): Promise<void>;
  warnings(): readonly string[];
}

export async function openOutbound(context: CoreContext, { settings }: CoreData): Promise<OutboundPath> {
  const { options, logger, undo } = context;
  const { systemProxyFor, learnSystemProxies = async () => [] } = options;
  const first = await readOutbound(settings.current().proxy, systemProxyFor);
  const upstream = new UpstreamClient(first.outbound);
  undo.defer(() => upstream.stop());
  let warning = first.warning;
  let systemWarnings: readonly string[] = [];
  const learn = async (urls: readonly string[] | 'all') => {
    if (settings.current().proxy.outboundProxy === 'system') systemWarnings = await learnSystemProxies(urls);
    else systemWarnings = [];
  };
  settings.onChange((before, after) => {
    if (isSameOutbound(before.proxy, after.proxy)) return;
    void learn('all');
    readOutbound(after.proxy, systemProxyFor).then(
      (next) => {
        warning = next.warning;
        upstream.configure(next.outbound);
      },
      (error: unknown) => logger.error('the outbound settings could not be read', { error }),
    );
  });
  const networkChanged = (change: NetworkChange | 'resumed') => {
    logger.info('connections kept open are replaced', { change });
    upstream.dropConnections();
    void learn('all');
  };
  watchNetwork(context, networkChanged);
  return { upstream, networkChanged, learn, warnings: () => [...(warning === null ? [] : [warning]), ...systemWarnings] };
}

function watchNetwork({ clock, options, undo }: CoreContext, onChange: (change: NetworkChange) => void): void {
  if (options.mode !== 'full') return;
  const watch = new NetworkWatch({ clock, onChange });
  watch.start();
  undo.defer(() => watch.stop());
}

function isSameOutbound(a: AppSettings['proxy'], b: AppSettings['proxy']): boolean {
  return a.outboundProxy === b.outboundProxy && a.extraCaFile === b.extraCaFile && a.connectTimeoutMs === b.connectTimeoutMs;
}
