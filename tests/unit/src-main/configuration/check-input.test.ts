import { describe, expect, it } from 'vitest';
import { checkInput } from '../../../../src-main/configuration/check-input.ts';
import { AppError } from '../../../../src-shared/app-error.ts';
import { endpointInputSchema } from '../../../../src-shared/schemas/endpoint.ts';

const check = (value: unknown) => {
  try {
    return checkInput(endpointInputSchema, value, { what: 'endpoint', repair: 'open-endpoints' });
  } catch (error) {
    return error;
  }
};

describe('checkInput', () => {
  it('returns the parsed value', () => {
    expect(check({ name: ' a ', baseUrl: 'https://x.example/v1/' })).toMatchObject({ name: 'a', baseUrl: 'https://x.example', isEnabled: true });
  });

  it.each([
    [{ name: 'a', baseUrl: 'example.com' }, 'baseUrl', 'must start with http'],
    [{ name: 'a', baseUrl: 'https://user:pass@x.example' }, 'baseUrl', 'must not hold a user name'],
    [{ name: 'a', baseUrl: 'https://x.example', credential: 'one\ntwo' }, 'credential', 'line break'],
    [{ name: '', baseUrl: 'https://x.example' }, 'name', 'a name is needed'],
    ['nonsense', undefined, 'endpoint'],
  ])('names the field of %j and says what is wrong without repeating the value', (value, field, text) => {
    const error = check(value);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', field, repair: 'open-endpoints', message: expect.stringContaining(text) });
    expect(String(error)).not.toMatch(/one|pass@/);
  });
});
