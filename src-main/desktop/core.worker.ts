/** Entry of the core's thread in the desktop host. Everything it does is in core-runner.ts and compose.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../src-shared/app-error.ts';
import { createCore } from '../compose.ts';
import type { Core } from '../core-options.ts';
import { readInstanceFile } from '../platform/instance-file.ts';
import { dataPaths } from '../platform/paths.ts';
import { startDemo } from '../start-demo.ts';
import { CoreRunner } from './core-runner.ts';
import { workerDataSchema } from './host-messages.ts';
import { SystemProxies } from './system-proxies.ts';

if (parentPort === null) throw new Error('core.worker runs in a worker thread only');
const { folder, isDemo, version, environment, overrides } = workerDataSchema.parse(workerData);
const paths = dataPaths(folder);

const runner = new CoreRunner({
  port: parentPort,
  createCore: ({ keychain, settingsStore, resolveProxy, notify, quitAsked }) => {
    const systemProxies = new SystemProxies({ ask: resolveProxy });
    return createCore({
      paths,
      host: 'desktop',
      mode: 'full',
      version,
      environment,
      isDemo,
      overrides,
      keychain,
      settingsStore,
      notify,
      systemProxyFor: systemProxies.proxyFor,
      learnSystemProxies: systemProxies.learn,
      rendererFolder: null,
      onShutDownAsked: quitAsked,
    });
  },
  ...(isDemo ? { companion: (core: Core) => startDemo(core) } : {}),
  adminAddress: async () => {
    const instance = await readInstanceFile(paths.instance);
    if (instance === null) throw new AppError('INSTANCE_UNREACHABLE', `the core left no ${paths.instance}`);
    return instance;
  },
});
await runner.start();
