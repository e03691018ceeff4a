/** Looks at the way out: variables that name proxies, the outbound setting, which endpoints there are, and what they say of the time. */
import { MS_PER_SECOND } from '../../src-shared/units.ts';
import { check } from './check.ts';
import { clockSkewMs } from './clock-skew.ts';
import { detail, failed, ok, skipped, warning } from './finding.ts';
import type { Environment } from './ports.ts';

const PROXY_VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'];
/** A minute is what certificates and signed requests commonly forgive. */
const SKEW_LIMIT_MS = 60 * MS_PER_SECOND;

export const proxyEnvironmentCheck = check('proxy-environment', 'network', async ({ ports: { environment } }) => {
  const set = PROXY_VARIABLES.flatMap((name) => (variableOf(environment, name) === '' ? [] : [{ name, value: variableOf(environment, name) }]));
  if (set.length === 0) return ok('environmentNone');
  const noProxy = variableOf(environment, 'NO_PROXY');
  const names = set.map(({ name }) => name).join(', ');
  const details = [...set.map(({ name, value }) => detail('variable', `${name}=${withoutLogin(value)}`)), detail('variable', `NO_PROXY=${noProxy}`)];
  const broken = set.find(({ value }) => URL.parse(value.includes('://') ? value : `http://${value}`) === null);
  if (broken !== undefined) return failed('environmentBroken', { values: { name: broken.name }, details, remedy: 'correctVariable' });
  if (!leavesOutLoopback(noProxy)) return warning('environmentLoopback', { values: { names }, details, remedy: 'noProxy' });
  return ok('environmentOk', { values: { names }, details });
});

export const outboundCheck = check('outbound', 'network', async ({ core }) => {
  if (core === null) return skipped('needsData');
  const { warning: text, proxyFor } = await core.outbound();
  const details = [detail('setting', settingOf(core.settings().proxy.outboundProxy))];
  if (text !== null) return failed('outboundWarning', { values: { text }, details, remedy: 'outbound' });
  const [first] = core.endpoints();
  const proxy = proxyFor(new URL(first?.baseUrl ?? 'https://api.anthropic.com'));
  return proxy === null ? ok('outboundDirect', { details }) : ok('outboundProxy', { values: { proxy: withoutLogin(proxy) }, details });
});

export const endpointsCheck = check('endpoints', 'endpoints', async ({ core }) => {
  if (core === null) return skipped('needsData');
  const { enabled, resting, all } = core.endpointCounts();
  if (all === 0) return warning('endpointsNone', { remedy: 'addEndpoint' });
  if (enabled === 0) return failed('endpointsAllOff', { values: { number: all }, remedy: 'enableEndpoint' });
  const values = { number: enabled };
  return resting === enabled ? warning('endpointsResting', { values, remedy: 'waitForEndpoint' }) : ok('endpointsOk', { values });
});

export const clockCheck = check(
  'clock',
  'endpoints',
  async ({ clockSamples }) => {
    const skewMs = clockSkewMs([...clockSamples.values()]);
    if (skewMs === null) return skipped('clockUnknown');
    const values = { skewMs: Math.abs(Math.round(skewMs)), number: clockSamples.size };
    if (Math.abs(skewMs) <= SKEW_LIMIT_MS) return ok('clockOk', { values: { ...values, skewMs: Math.max(values.skewMs, MS_PER_SECOND) } });
    return warning(skewMs > 0 ? 'clockAhead' : 'clockBehind', { values, remedy: 'setClock' });
  },
  { lane: 'last' },
);

/** Lower case wins, as in the libraries that read them. Windows does not tell the two apart. */
function variableOf(environment: Environment, name: string): string {
  return (environment[name.toLowerCase()] ?? environment[name] ?? '').trim();
}

function leavesOutLoopback(noProxy: string): boolean {
  const names = noProxy.toLowerCase().split(/[\s,]+/);
  return names.some((name) => name === '*' || /^(127\.0\.0\.1|127\.0\.0\.0\/8|127\.)(:\d+)?$/.test(name));
}

function settingOf(setting: string): string {
  return setting.includes('://') ? withoutLogin(setting) : setting;
}

/** A proxy's URL may hold a login. */
function withoutLogin(url: string): string {
  return url.replace(/(:\/\/|^)[^/@\s]*@/, '$1');
}
