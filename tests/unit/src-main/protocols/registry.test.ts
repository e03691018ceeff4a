import { expect, it } from 'vitest';
import { protocolAdapter } from '../../../../src-main/protocols/registry.ts';
import { PROTOCOLS } from '../../../../src-shared/schemas/endpoint.ts';

it('has an adapter for every protocol that users can choose', () => {
  for (const protocol of PROTOCOLS) expect(protocolAdapter(protocol).encodeRequest).toBeTypeOf('function');
});
