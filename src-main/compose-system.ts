/** Builds what reaches into the operating system: the data key's home and the service. */
import type { AdminServices } from './admin/ports.ts';
import type { CoreData } from './compose-data.ts';
import type { CoreContext } from './core-context.ts';
import { serviceLater } from './opened-later.ts';

export function openSystem({
  context,
  data,
}: {
  readonly context: CoreContext;
  readonly data: CoreData;
}): Pick<AdminServices, 'secrets' | 'service'> {
  const { options } = context;
  const service = serviceLater(async () => {
    const { openService } = await import('./open-service.ts');
    return openService({
      paths: options.paths,
      isDemo: options.isDemo,
      // The desktop app has none, whatever it was started with: without a screen it does not run.
      cliCommand: options.host === 'headless' ? options.cliCommand : undefined,
      environment: options.environment,
      // Whoever asks holds the data folder, and lives only when it is a host.
      instance: async () => (options.mode === 'full' ? { pid: process.pid, host: options.host } : null),
      stopInstance: async () => options.onShutDownAsked(),
    });
  });
  return { secrets: data.keyKeeper, service };
}
