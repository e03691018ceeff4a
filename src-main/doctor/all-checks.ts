/** Which checks there are, in the order in which they are shown: what others stand on comes first. */
import type { Check } from './check.ts';
import { claudeConflictsCheck, claudeProgramCheck, claudeSettingsCheck, staleAddressCheck } from './check-claude.ts';
import { dataFilesCheck, dataFolderCheck, diskSpaceCheck, leftoversCheck } from './check-data-folder.ts';
import { endpointCheck } from './check-endpoint.ts';
import { mcpCheck, skillsCheck } from './check-extras.ts';
import { clockCheck, endpointsCheck, outboundCheck, proxyEnvironmentCheck } from './check-network.ts';
import { adminPortCheck, instanceCheck, localTokenCheck, otherInstancesCheck, proxyPortCheck } from './check-ports.ts';
import { nativeModuleCheck, runtimeCheck, timeZoneCheck } from './check-program.ts';
import { databaseCheck, keyCheck, logCheck, settingsFileCheck } from './check-stored-files.ts';
import type { CorePorts } from './ports.ts';

/** @param core Null: the data folder could not be opened, and nobody knows which endpoints there are. */
export function allChecks(core: CorePorts | null): readonly Check[] {
  return [
    ...[runtimeCheck, nativeModuleCheck, timeZoneCheck],
    ...[dataFolderCheck, dataFilesCheck, diskSpaceCheck, settingsFileCheck, databaseCheck, keyCheck, logCheck, leftoversCheck],
    ...[instanceCheck, proxyPortCheck, adminPortCheck, localTokenCheck, otherInstancesCheck],
    ...[proxyEnvironmentCheck, outboundCheck],
    ...[endpointsCheck, ...(core?.endpoints() ?? []).map(endpointCheck), clockCheck],
    ...[claudeProgramCheck, claudeSettingsCheck, claudeConflictsCheck, staleAddressCheck],
    ...[mcpCheck, skillsCheck],
  ];
}
