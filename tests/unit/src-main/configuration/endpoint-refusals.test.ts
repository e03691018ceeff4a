import { expect, it } from 'vitest';
import { endpointNotFound, refuseOwnAddress, refuseTakenName } from '../../../../src-main/configuration/endpoint-refusals.ts';
import { AppError } from '../../../../src-shared/app-error.ts';

const LIST = [{ id: 'a', name: 'Work' }];

/** What a refusal says; null: nothing was refused. */
function refusal(act: () => void): { code: string; field: string | undefined } | null {
  try {
    act();
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { code: error.code, field: error.field };
  }
}

it('refuses a name that another endpoint has, however it is written', () => {
  expect(refusal(() => refuseTakenName('wORK', LIST))).toEqual({ code: 'ENDPOINT_NAME_TAKEN', field: 'name' });
  expect(refusal(() => refuseTakenName('Work', LIST, 'a'))).toBeNull();
  expect(refusal(() => refuseTakenName('Home', LIST))).toBeNull();
});

it('refuses our own address', () => {
  expect(refusal(() => refuseOwnAddress('http://localhost:9000', (url) => url.endsWith(':9000')))).toEqual({
    code: 'ENDPOINT_IS_SELF',
    field: 'baseUrl',
  });
  expect(refusal(() => refuseOwnAddress('http://localhost:9001', (url) => url.endsWith(':9000')))).toBeNull();
});

it('names the endpoint that is not there', () => {
  expect(endpointNotFound('Attic')).toMatchObject({ code: 'ENDPOINT_NOT_FOUND', message: 'There is no endpoint "Attic".' });
});
