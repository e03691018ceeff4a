/** What skills need of the rest of the core. */

/** Handler of one download; see UpstreamHandler of the proxy, which satisfies it. */
export interface DownloadHandler {
  onHead(status: number, rawHeaders: string[]): void;
  onData(chunk: Buffer): void;
  onEnd(): void;
  onError(error: Error): void;
}

/** GETs over the app's own outbound settings: proxy, certificates, connect timeout. Redirects are not followed. */
export interface Downloads {
  /** Resolves when it is known how the address is to be reached. */
  prepare(address: string): Promise<void>;
  send(
    request: { readonly origin: string; readonly path: string; readonly method: string; readonly headers: string[]; readonly body: null },
    handler: DownloadHandler,
  ): { abort(): void; pause(): void; resume(): void };
}
