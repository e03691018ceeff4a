/** Which endpoint a connection test is about: one of the list, or a draft that may borrow the credential of one. */
import { AppError } from '../../src-shared/app-error.ts';
import { type EndpointInput, endpointInputSchema } from '../../src-shared/schemas/endpoint.ts';
import { Secret } from '../platform/secret.ts';
import { checkInput } from './check-input.ts';
import { refuseOwnAddress } from './endpoint-refusals.ts';
import { enabledEndpoint, type HeldEndpoint } from './held-endpoint.ts';
import type { EnabledEndpoint } from './ports.ts';

export type TestTarget = { readonly id: string } | { readonly draft: EndpointInput; readonly credentialFrom: string | null };

/** Throws what `find` throws, KEY_UNAVAILABLE, CONFIG_INVALID, ENDPOINT_IS_SELF. */
export function testedEndpoint(
  target: TestTarget,
  { find, isOwn }: { readonly find: (idOrName: string) => HeldEndpoint; readonly isOwn: (baseUrl: string) => boolean },
): EnabledEndpoint {
  if ('id' in target) {
    const held = find(target.id);
    if (held.unusable !== null) throw new AppError('KEY_UNAVAILABLE', `Endpoint "${held.stored.name}": ${held.unusable}.`, { field: 'credential' });
    return enabledEndpoint(held);
  }
  const { credential, ...draft } = checkInput(endpointInputSchema, target.draft, { what: 'endpoint', repair: 'open-endpoints' });
  refuseOwnAddress(draft.baseUrl, isOwn);
  const borrowed = target.credentialFrom === null ? null : find(target.credentialFrom).credential;
  const secret = credential === undefined ? borrowed : new Secret(credential);
  return { ...draft, id: 'draft', revision: 0, credential: secret };
}
