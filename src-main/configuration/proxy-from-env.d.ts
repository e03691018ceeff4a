declare module 'proxy-from-env' {
  /** URL of the proxy that HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY name for `url`; empty for none. */
  export function getProxyForUrl(url: string | URL): string;
}
