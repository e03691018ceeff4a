/** What the doctor mends. Each looks for itself whether there is something to do, so that doing it twice does no harm. */
import { chmod, rm } from 'node:fs/promises';
import { AppError } from '../../src-shared/app-error.ts';
import type { DoctorFix } from '../../src-shared/schemas/doctor.ts';
import { removeInstanceFile } from '../platform/instance-file.ts';
import { PRIVATE_FOLDER_MODE } from '../platform/private-files.ts';
import { coreOf } from './check.ts';
import { instanceStanding } from './instance-standing.ts';
import { isLock, leftoversOf, ownFiles } from './own-files.ts';
import type { CorePorts, DoctorPorts } from './ports.ts';
import { staleAddresses } from './stale-addresses.ts';

export interface Fix {
  /** What is to be looked at again afterwards. */
  readonly checks: readonly string[];
  run(ports: DoctorPorts): Promise<void>;
}

/** Rights of the group and of all others. */
const OTHERS = 0o077;

export const FIXES: Readonly<Record<DoctorFix, Fix>> = {
  'close-data-folder': { checks: ['data-folder'], run: ({ paths }) => chmod(paths.folder, PRIVATE_FOLDER_MODE) },
  'close-data-files': { checks: ['data-files'], run: closeFiles },
  'remove-leftovers': { checks: ['leftovers'], run: removeLeftovers },
  'remove-instance-file': { checks: ['instance'], run: removeStaleInstance },
  'start-proxy': {
    checks: ['proxy-port', 'local-token', 'claude-settings', 'stale-address'],
    async run(ports) {
      const state = await servingCore(ports).proxy.start();
      if (state.kind === 'failed') throw new AppError('PORT_IN_USE', state.error ?? 'the proxy could not be started');
    },
  },
  'apply-claude-settings': {
    checks: ['claude-settings', 'claude-conflicts', 'stale-address'],
    run: (ports) => servingCore(ports).claude.apply(),
  },
  'restore-claude-settings': { checks: ['stale-address', 'claude-settings'], run: restoreStale },
};

function servingCore(ports: DoctorPorts): CorePorts {
  const core = coreOf(ports);
  if (core?.isServing === true) return core;
  throw new AppError('INSTANCE_UNREACHABLE', 'Code Proxy is not running; start it with "code-proxy serve"');
}

async function closeFiles({ paths }: DoctorPorts): Promise<void> {
  if (process.platform === 'win32') return;
  const open = (await ownFiles(paths.folder)).filter((file) => (file.mode & OTHERS) !== 0 && !isLock(file));
  // What the owner may do stays: a file that is read-only on purpose stays so.
  for (const { path, mode } of open) await chmod(path, mode & PRIVATE_FOLDER_MODE);
}

async function removeLeftovers({ paths, clock }: DoctorPorts): Promise<void> {
  const left = leftoversOf(paths.folder, await ownFiles(paths.folder), clock.nowMs());
  for (const { path } of left) await rm(path, { recursive: true, force: true });
}

async function removeStaleInstance({ paths }: DoctorPorts): Promise<void> {
  const standing = await instanceStanding(paths.instance);
  if (standing.kind === 'gone') await removeInstanceFile(paths.instance, standing.instance.instanceId);
}

async function restoreStale({ claudeCode }: DoctorPorts): Promise<void> {
  const stale = await staleAddresses(await claudeCode.writtenAddresses(), new AbortController().signal);
  for (const address of stale) await claudeCode.restore(address);
}
