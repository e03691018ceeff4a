/**
 * Decides whether an endpoint's URL leads back to our own listener, under any of the names that one machine has: such
 * an endpoint would have the proxy call itself until something breaks.
 */
import { BlockList, isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';

export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** Names of this machine that a listener on every address answers to beside the loopback ones. */
export interface MachineNames {
  readonly addresses: readonly string[];
  readonly hostname: string;
}

/** @param url A base URL as endpointInputSchema leaves it. */
export function isOwnAddress(url: string, own: readonly HostPort[], machine: MachineNames): boolean {
  const parsed = URL.parse(url);
  if (parsed === null) return false;
  const host = bareHost(parsed.hostname);
  const port = parsed.port === '' ? (parsed.protocol === 'https:' ? 443 : 80) : Number(parsed.port);
  return own.some((address) => address.port === port && reaches(host, bareHost(address.host), machine));
}

/** As the operating system tells them now; networks come and go. */
export function machineNames(): MachineNames {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((one) => one.address));
  return { addresses, hostname: hostname() };
}

function reaches(host: string, bound: string, machine: MachineNames): boolean {
  if (host === bound) return true;
  const boundEverywhere = isWildcard(bound);
  if (isWildcard(host) || isLoopbackName(host)) return boundEverywhere || isLoopbackName(bound) || isLoopbackAddress(bound);
  if (isLoopbackAddress(host)) return boundEverywhere;
  if (!boundEverywhere) return false;
  return machine.addresses.some((address) => bareHost(address) === host) || machine.hostname.toLowerCase() === host;
}

function bareHost(host: string): string {
  const bare = host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/%.*$/, '')
    .replace(/\.$/, '');
  // An IPv4 address in IPv6 clothes (::ffff:7f00:1) is the same listener.
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(bare);
  if (mapped?.[1] === undefined || mapped[2] === undefined) return bare.replace(/^::ffff:(?=\d+\.)/, '');
  const value = Number.parseInt(mapped[1], 16) * 65_536 + Number.parseInt(mapped[2], 16);
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::' || host === '';
}

/** The names that clients use for "this machine"; every listener on a loopback address is meant by them. */
function isLoopbackName(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '127.0.0.1' || host === '::1';
}

function isLoopbackAddress(host: string): boolean {
  const family = isIP(host);
  if (family === 0) return false;
  const loopback = new BlockList();
  loopback.addSubnet('127.0.0.0', 8, 'ipv4');
  loopback.addAddress('::1', 'ipv6');
  return loopback.check(host, family === 6 ? 'ipv6' : 'ipv4');
}
