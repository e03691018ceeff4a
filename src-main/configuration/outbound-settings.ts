/**
 * Turns the outbound settings into what the upstream client needs: which proxy a URL goes through, and which further
 * certificates are trusted.
 */
import { readFile } from 'node:fs/promises';
import { getProxyForUrl } from 'proxy-from-env';
import type { AppSettings } from '../../src-shared/schemas/settings.ts';

type ProxySetting = AppSettings['proxy']['outboundProxy'];

export interface Outbound {
  readonly connectTimeoutMs: number;
  /** Proxy URL for a URL; null: direct. Loopback is never asked. */
  readonly proxyFor: (url: URL) => string | null;
  /** PEM text; null: none. */
  readonly extraCaPem: string | null;
}

export interface OutboundResult {
  readonly outbound: Outbound;
  /** A sentence for the user when a setting could not be followed; null otherwise. */
  readonly warning: string | null;
}

/**
 * @param askSystem  What the operating system's proxy settings say for a URL (the desktop host knows); absent: the
 *                   environment variables are asked, which is how systems without a desktop say it.
 * Never throws: an unreadable certificate file is a warning, since endpoints that do not need it still work.
 */
export async function readOutbound(
  proxy: Pick<AppSettings['proxy'], 'outboundProxy' | 'extraCaFile' | 'connectTimeoutMs'>,
  askSystem?: (url: URL) => string | null,
): Promise<OutboundResult> {
  const certificates = await readCertificates(proxy.extraCaFile);
  return {
    outbound: { connectTimeoutMs: proxy.connectTimeoutMs, proxyFor: proxyChooser(proxy.outboundProxy, askSystem), extraCaPem: certificates.pem },
    warning: certificates.warning,
  };
}

function proxyChooser(setting: ProxySetting, askSystem: ((url: URL) => string | null) | undefined): (url: URL) => string | null {
  if (setting === 'none') return () => null;
  const fromEnvironment = (url: URL) => getProxyForUrl(url) || null;
  if (setting === 'env') return fromEnvironment;
  if (setting === 'system') return askSystem ?? fromEnvironment;
  return () => setting;
}

async function readCertificates(file: string | null): Promise<{ readonly pem: string | null; readonly warning: string | null }> {
  if (file === null || file === '') return { pem: null, warning: null };
  const remedy = 'change proxy.extraCaFile in the settings';
  try {
    const pem = await readFile(file, 'utf8');
    if (pem.includes('-----BEGIN CERTIFICATE-----')) return { pem, warning: null };
    return { pem: null, warning: `The certificate file ${file} holds no PEM certificate; ${remedy}.` };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { pem: null, warning: `The certificate file ${file} cannot be read (${why}); ${remedy}.` };
  }
}
