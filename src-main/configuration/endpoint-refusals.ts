/** Why an endpoint cannot be as it was entered: errors that name the field and the remedy. */
import { AppError } from '../../src-shared/app-error.ts';
import { nameKey } from './endpoint-list.ts';

export function endpointNotFound(idOrName: string): AppError {
  return new AppError('ENDPOINT_NOT_FOUND', `There is no endpoint "${idOrName}".`, { repair: 'open-endpoints' });
}

/** @param exceptId The endpoint that may keep its name. Throws ENDPOINT_NAME_TAKEN. */
export function refuseTakenName(
  name: string,
  endpoints: readonly { readonly id: string; readonly name: string }[],
  exceptId: string | null = null,
): void {
  const other = endpoints.find((endpoint) => nameKey(endpoint.name) === nameKey(name) && endpoint.id !== exceptId);
  if (other === undefined) return;
  throw new AppError('ENDPOINT_NAME_TAKEN', `There is already an endpoint named "${other.name}". Choose another name.`, { field: 'name' });
}

/** @param isOwn Whether it is where we listen. Throws ENDPOINT_IS_SELF. */
export function refuseOwnAddress(baseUrl: string, isOwn: (baseUrl: string) => boolean): void {
  if (!isOwn(baseUrl)) return;
  throw new AppError('ENDPOINT_IS_SELF', `${baseUrl} is Code Proxy's own address. Enter the address of the upstream service.`, {
    field: 'baseUrl',
  });
}
