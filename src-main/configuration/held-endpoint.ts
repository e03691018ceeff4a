/** An endpoint in memory: what is stored, its credential in the clear, and whether it can be used. */
import type { EndpointState, EndpointWithState } from '../../src-shared/schemas/endpoint.ts';
import type { Logger } from '../platform/logger.ts';
import type { Secret } from '../platform/secret.ts';
import { maskCredential } from './mask-credential.ts';
import type { CredentialSealer, EnabledEndpoint, StoredEndpoint } from './ports.ts';

export interface HeldEndpoint {
  readonly stored: StoredEndpoint;
  readonly credential: Secret | null;
  /** Why it is not used although it is enabled; null when nothing is in the way. */
  readonly unusable: string | null;
  readonly isOwnAddress: boolean;
}

/** A credential that cannot be unsealed makes the endpoint unusable: sending requests without it would only earn 401s. */
export function holdEndpoint(
  stored: StoredEndpoint,
  options: { readonly sealer: CredentialSealer; readonly isOwnAddress: boolean; readonly logger: Logger },
): HeldEndpoint {
  const { isOwnAddress } = options;
  const unusable = isOwnAddress ? "the base URL is Code Proxy's own address" : null;
  if (isOwnAddress && stored.isEnabled) options.logger.warn('an endpoint is our own address and is not used', { endpoint: stored.name });
  if (stored.sealedCredential === null) return { stored, credential: null, unusable, isOwnAddress };
  try {
    return { stored, credential: options.sealer.unseal(stored.sealedCredential), unusable, isOwnAddress };
  } catch (error) {
    options.logger.error('a stored credential cannot be decrypted; its endpoint is not used', { endpoint: stored.name, error });
    return { stored, credential: null, unusable: 'the stored credential cannot be decrypted with the present key; enter it again', isOwnAddress };
  }
}

/** What users see of it. An endpoint that cannot be used shows as disabled, with the reason. */
export function viewOfEndpoint(held: HeldEndpoint, state: EndpointState): EndpointWithState {
  const { sealedCredential, revision: _revision, removedAtMs: _removed, ...shown } = held.stored;
  const isUsed = held.stored.isEnabled && held.unusable === null;
  return {
    ...shown,
    credentialMask: sealedCredential === null ? null : maskCredential(held.credential?.reveal() ?? ''),
    state: isUsed ? state : { ...state, kind: 'disabled', lastFailureReason: held.unusable ?? state.lastFailureReason },
  };
}

/** What the data path needs of it. */
export function enabledEndpoint(held: HeldEndpoint): EnabledEndpoint {
  const { id, name, baseUrl, protocol, authStyle, modelMap, families, maxConcurrent, inputIncludesCache, costMultiplier, revision } = held.stored;
  const { credential } = held;
  return { id, name, baseUrl, protocol, authStyle, modelMap, families, maxConcurrent, inputIncludesCache, costMultiplier, revision, credential };
}
