import { describe, expect, it } from 'vitest';
import { enabledEndpoint, holdEndpoint, viewOfEndpoint } from '../../../../src-main/configuration/held-endpoint.ts';
import type { StoredEndpoint } from '../../../../src-main/configuration/ports.ts';
import { Secret } from '../../../../src-main/platform/secret.ts';
import { type EndpointState, endpointWithStateSchema } from '../../../../src-shared/schemas/endpoint.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';

const STATE: EndpointState = {
  kind: 'ready',
  rests: [],
  liveExchanges: 1,
  lastSuccessAtMs: 1,
  lastFailureAtMs: 2,
  lastFailureReason: 'earlier',
  usageProposal: null,
};
const STORED: StoredEndpoint = {
  id: 'e1',
  name: 'one',
  position: 1,
  baseUrl: 'https://x.example',
  protocol: 'anthropic',
  authStyle: 'auto',
  modelMap: { haiku: 'h' },
  families: ['opus'],
  maxConcurrent: 3,
  inputIncludesCache: true,
  costMultiplier: 0.5,
  note: '',
  isEnabled: true,
  sealedCredential: 'sealed',
  createdAtMs: 1,
  updatedAtMs: 2,
  revision: 3,
  removedAtMs: null,
};
const sealer = {
  seal: (plain: string) => plain,
  unseal: (sealed: string) => {
    if (sealed !== 'sealed') throw new Error('wrong key');
    return new Secret('sk-ant-0123456789abcdefghijkl');
  },
};
const held = (change: Partial<StoredEndpoint> = {}, isOwnAddress = false, logger = new CaptureLogger()) =>
  holdEndpoint({ ...STORED, ...change }, { sealer, isOwnAddress, logger });

describe('a held endpoint', () => {
  it('is shown by the schema of the router, and with nothing that is kept inside', () => {
    const view = viewOfEndpoint(held(), STATE);
    expect(endpointWithStateSchema.strict().parse(view)).toEqual(view);
    expect(view).toMatchObject({ credentialMask: 'sk-ant-…ijkl', state: STATE });
  });

  it('reaches the data path with its credential', () => {
    const { credential, ...rest } = enabledEndpoint(held());
    expect(credential?.reveal()).toBe('sk-ant-0123456789abcdefghijkl');
    expect(rest).toEqual({
      id: 'e1',
      name: 'one',
      baseUrl: 'https://x.example',
      protocol: 'anthropic',
      authStyle: 'auto',
      modelMap: { haiku: 'h' },
      families: ['opus'],
      maxConcurrent: 3,
      inputIncludesCache: true,
      costMultiplier: 0.5,
      revision: 3,
    });
  });

  it.each([
    ['disabled by the user', {}, { isEnabled: false }, false, 'earlier'],
    ['our own address', {}, {}, true, 'own address'],
    ['without a readable credential', {}, { sealedCredential: 'other key' }, false, 'enter it again'],
  ])('shows as disabled with the reason when it is %s', (_what, _none, change, isOwn, reason) => {
    const view = viewOfEndpoint(held(change, isOwn), STATE);
    expect(view.state).toMatchObject({ kind: 'disabled', lastFailureReason: expect.stringContaining(reason), liveExchanges: 1 });
  });

  it('says that a credential is there although it cannot be read, and null when there is none', () => {
    expect(viewOfEndpoint(held({ sealedCredential: 'other key' }), STATE).credentialMask).toBe('••••••••');
    expect(viewOfEndpoint(held({ sealedCredential: null }), STATE).credentialMask).toBeNull();
  });

  it('warns once per look, by name and without the credential', () => {
    const logger = new CaptureLogger();
    held({ sealedCredential: 'other key' }, false, logger);
    expect(logger.lines).toMatchObject([{ level: 'error', fields: { endpoint: 'one' } }]);
  });
});
