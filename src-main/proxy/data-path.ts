/** What every exchange works with: handed down from the listener, the same for all. */

import type { Protocol } from '../../src-shared/schemas/endpoint.ts';
import type { FailoverRule } from '../failover/contract.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { ProtocolAdapter } from '../protocols/contract.ts';
import type { EndpointSlots } from './endpoint-slots.ts';
import type { ModelCatalog } from './model-catalog.ts';
import type { AuditSink, EndpointSource, ExchangeObserver, ProxySettings, UsageAccounting } from './ports.ts';
import type { RestRegister } from './rest-register.ts';
import type { SessionBindings } from './session-bindings.ts';
import type { SizeLimits } from './size-limits.ts';
import type { Upstream } from './upstream-port.ts';

export interface DataPath {
  readonly instanceId: string;
  readonly endpoints: EndpointSource;
  readonly settings: () => ProxySettings;
  readonly observer: ExchangeObserver;
  /** Left out: usage is recorded as it was reported, without a price. */
  readonly accounting?: UsageAccounting;
  /** Left out: nothing is audited. */
  readonly audit?: AuditSink;
  readonly rests: RestRegister;
  readonly bindings: SessionBindings;
  readonly slots: EndpointSlots;
  readonly catalog: ModelCatalog;
  readonly sizes: SizeLimits;
  readonly upstream: Upstream;
  readonly protocols: (protocol: Protocol) => ProtocolAdapter;
  /** The policy; asked once per exchange, so that a change never splits one. */
  readonly rules: () => readonly FailoverRule[];
  readonly clock: Clock;
  readonly logger: Logger;
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
}
