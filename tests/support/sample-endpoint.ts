/** An endpoint as it is stored, for tests of what keeps and uses it. */
import type { StoredEndpoint } from '../../src-main/configuration/ports.ts';

export function sampleStoredEndpoint(change: Partial<StoredEndpoint> = {}): StoredEndpoint {
  return {
    id: 'endpoint-main',
    position: 1,
    name: 'main',
    baseUrl: 'https://api.example.com',
    protocol: 'anthropic',
    authStyle: 'auto',
    modelMap: {},
    families: [],
    maxConcurrent: null,
    inputIncludesCache: false,
    costMultiplier: 1,
    note: '',
    isEnabled: true,
    sealedCredential: null,
    revision: 1,
    removedAtMs: null,
    createdAtMs: 1,
    updatedAtMs: 1,
    ...change,
  };
}
