/** Which code speaks which protocol. The only place that knows all of them. */
import type { Protocol } from '../../src-shared/schemas/endpoint.ts';
import { anthropicProtocol } from './anthropic/anthropic-protocol.ts';
import type { ProtocolAdapter } from './contract.ts';

const ADAPTERS: Readonly<Record<Protocol, ProtocolAdapter>> = { anthropic: anthropicProtocol };

export function protocolAdapter(protocol: Protocol): ProtocolAdapter {
  return ADAPTERS[protocol];
}
