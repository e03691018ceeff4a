/**
 * Serves the dashboard to browsers: when it listens, where, and how one gets in. What it answers is dashboard-app.ts.
 */
import { createServer } from 'node:http';
import { LOGIN_PATH } from '../../src-shared/admin-http.ts';
import { AppError } from '../../src-shared/app-error.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { BrowserSessions } from './browser-sessions.ts';
import { listenerLater } from './listener-later.ts';
import { LoginCodes } from './login-codes.ts';
import type { AdminRouter } from './router.ts';
import { StoppableServer } from './stoppable-server.ts';

export interface HttpHostOptions {
  /** Asked by the first request. */
  readonly openRouter: () => Promise<AdminRouter>;
  /** Folder of the built renderer. */
  readonly rendererFolder: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Address to listen on, for example 127.0.0.1. */
  readonly host: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly version: string;
}

export class HttpHost {
  readonly #options: HttpHostOptions;
  readonly #codes: LoginCodes;
  readonly #sessions: BrowserSessions;
  #listening: { readonly server: StoppableServer; readonly port: number } | null = null;

  constructor(options: HttpHostOptions) {
    this.#options = options;
    this.#codes = new LoginCodes(options.clock);
    this.#sessions = new BrowserSessions(options.clock);
  }

  /** Resolves to the base URL. PORT_IN_USE, PORT_RESERVED, ADDRESS_NOT_LOCAL. */
  async start(): Promise<{ readonly url: string; readonly port: number }> {
    const { host, clock, logger, openRouter } = this.#options;
    let port = this.#options.port;
    const app = listenerLater(async () => {
      const [{ createDashboardApp }, router] = await Promise.all([import('./dashboard-app.ts'), openRouter()]);
      return createDashboardApp({ ...this.#options, router, codes: this.#codes, sessions: this.#sessions, address: () => ({ host, port }) });
    }, logger);
    const server = new StoppableServer(createServer(app), clock);
    port = await server.listenOnPort({ port, host, option: '--admin-port', field: 'admin.port' });
    this.#listening = { server, port };
    return { url: this.#url(port), port };
  }

  /** Ends open feeds and lets calls under way finish. */
  async stop(): Promise<void> {
    const listening = this.#listening;
    this.#listening = null;
    await listening?.server.stop();
  }

  /** A URL that logs a browser in, once, within ten minutes. Throws when the host does not listen. */
  createLoginLink(): string {
    if (this.#listening === null) throw new AppError('NOT_SUPPORTED_HERE', 'the dashboard is not being served');
    return `${this.#url(this.#listening.port)}${LOGIN_PATH}#${this.#codes.create()}`;
  }

  #url(port: number): string {
    const { host } = this.#options;
    // A browser cannot open "every address"; this machine is one of them.
    const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
    return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
  }
}
