/** A real core in a throw-away folder: real database, sockets and files; Claude Code's folder is a temporary one too. */
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createCore } from '../../src-main/compose.ts';
import type { Core, CoreOptions } from '../../src-main/core-options.ts';
import { NO_KEYCHAIN } from '../../src-main/platform/keychain.ts';
import { dataPaths } from '../../src-main/platform/paths.ts';
import { type EndpointInputRaw, endpointInputSchema } from '../../src-shared/schemas/endpoint.ts';
import { CaptureLogger } from './capture-logger.ts';
import { tempFolder } from './temp-folder.ts';

export interface CoreFixture {
  readonly core: Core;
  readonly folder: string;
  readonly claudeFile: string;
  readonly logger: CaptureLogger;
}

/** The core is not started; it is stopped when the test ends. `folder` lets a second core use a first one's data. */
export async function coreFixture(changes: Partial<CoreOptions> & { readonly folder?: string } = {}): Promise<CoreFixture> {
  const { folder = await tempFolder(), ...options } = changes;
  const logger = new CaptureLogger();
  const paths = dataPaths(join(folder, 'data'));
  const claudeFolder = join(folder, 'claude');
  const core = createCore({
    paths,
    host: 'headless',
    mode: 'full',
    version: '0.0.0-test',
    environment: { CLAUDE_CONFIG_DIR: claudeFolder },
    isDemo: false,
    overrides: { port: 0, adminPort: 0 },
    keychain: NO_KEYCHAIN,
    notify: () => undefined,
    rendererFolder: null,
    onShutDownAsked: () => undefined,
    logger,
    ...options,
  });
  onTestFinished(() => core.stop('test ends'));
  return { core, folder, claudeFile: join(claudeFolder, 'settings.json'), logger };
}

export function addEndpoint(core: Core, endpoint: EndpointInputRaw) {
  return core.services.endpoints.add(endpointInputSchema.parse(endpoint));
}

/** Sends a small streamed request through the core's proxy with this start's token. */
export function ask(
  core: Core,
  init: {
    readonly token?: string;
    readonly userAgent?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly signal?: AbortSignal;
  } = {},
): Promise<Response> {
  const { url } = core.services.status().proxy;
  if (url === null) throw new Error('the proxy is not running');
  return fetch(`${url}/v1/messages?beta=true`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${init.token ?? core.services.tokens.current()}`,
      'content-type': 'application/json',
      'anthropic-version': '2023-06-01',
      'user-agent': init.userAgent ?? 'test/1',
      ...init.headers,
    },
    body: JSON.stringify({ model: 'claude-opus-5-5', max_tokens: 10, stream: true, messages: [{ role: 'user', content: 'hi' }] }),
    ...(init.signal === undefined ? {} : { signal: init.signal }),
  });
}
