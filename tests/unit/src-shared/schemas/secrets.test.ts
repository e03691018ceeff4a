import { expect, it } from 'vitest';
import { keychainStateSchema, moveKeyInputSchema, secretsStatusSchema } from '../../../../src-shared/schemas/secrets.ts';
import { sampleSecrets } from '../../../support/system-double.ts';

it('knows two homes of the key, and takes no third', () => {
  for (const to of ['keyfile', 'keychain']) expect(moveKeyInputSchema.parse({ to })).toEqual({ to });
  for (const input of [{ to: 'cloud' }, { to: null }, {}]) expect(moveKeyInputSchema.safeParse(input).success).toBe(false);
});

it('tells a keychain that protects nothing from none', () => {
  expect(keychainStateSchema.options).toEqual(['usable', 'needs-desktop', 'none', 'fixed-password']);
});

it('holds no key, whatever else is handed in', () => {
  const status = secretsStatusSchema.parse({ ...sampleSecrets(), key: 'c2VjcmV0' });
  expect(status).toEqual(sampleSecrets());
  expect(secretsStatusSchema.safeParse({ ...sampleSecrets(), sealed: [{ kind: 'mcp-servers', count: -1, unopenable: 0 }] }).success).toBe(false);
});
