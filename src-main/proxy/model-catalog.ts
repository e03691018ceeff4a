/**
 * Which models the endpoints say that they offer. Asked of each endpoint that is well, at most every ten minutes; one that does
 * not tell in time is left out, and neither blamed nor waited for again soon.
 */
import { z } from 'zod';
import { familyOf } from '../../src-shared/model-map.ts';
import { MS_PER_MINUTE, MS_PER_SECOND } from '../../src-shared/units.ts';
import { serves } from '../failover/order-candidates.ts';
import type { Clock } from '../platform/clock.ts';
import type { ProtocolAdapter } from '../protocols/contract.ts';
import { decodeWhole } from './answer-decoder.ts';
import { type CredentialStyle, credentialHeader, credentialStyle } from './credential.ts';
import type { EndpointSlots } from './endpoint-slots.ts';
import { headerOf, VIA_HEADER } from './headers.ts';
import type { EndpointSource, ProxyEndpoint } from './ports.ts';
import type { RestRegister } from './rest-register.ts';
import { type Upstream, upstreamAddress } from './upstream-port.ts';

const KEEP_MS = 10 * MS_PER_MINUTE;
/** After a failure. Long enough that a page of models does not wait for a dead endpoint each time. */
const KEEP_FAILURE_MS = MS_PER_MINUTE;
const TIMEOUT_MS = 3 * MS_PER_SECOND;
const MAX_ANSWER_BYTES = 1_048_576;
const MAX_MODELS = 1_000;
const TARGET = `/v1/models?limit=${MAX_MODELS}`;

/** A model in the API's shape. Gateways leave out the name or the date, or speak the shape of another API. */
const offersSchema = z.object({
  data: z
    .array(
      z.object({
        id: z.string().min(1).max(200),
        display_name: z.string().min(1).max(200).optional().catch(undefined),
        created_at: z.iso.datetime({ offset: true }).optional().catch(undefined),
      }),
    )
    .transform((models) => models.slice(0, MAX_MODELS)),
});

export interface OfferedModel {
  readonly id: string;
  readonly displayName: string;
  /** ISO 8601; null: not known. */
  readonly createdAt: string | null;
}

/** What endpoints offer of what they serve. */
export interface Offered {
  /** Each model once, in the order of the endpoints. */
  readonly models: readonly OfferedModel[];
  /** False: no endpoint named any model, served or not, so nothing is known. */
  readonly isTold: boolean;
}

interface Offer {
  readonly revision: number;
  readonly untilMs: number;
  readonly models: Promise<readonly OfferedModel[]>;
}

/** What of the data path it works with. */
interface Path {
  readonly instanceId: string;
  readonly endpoints: EndpointSource;
  readonly rests: RestRegister;
  readonly slots: EndpointSlots;
  readonly upstream: Upstream;
  readonly protocols: (protocol: ProxyEndpoint['protocol']) => ProtocolAdapter;
  readonly clock: Clock;
}

export class ModelCatalog {
  readonly #offers = new Map<string, Offer>();

  /** What all endpoints together offer. Resolves within TIMEOUT_MS. */
  async offered(path: Path, clientStyle: CredentialStyle): Promise<Offered> {
    const endpoints = path.endpoints.enabled();
    this.#forgetOthers(endpoints);
    const lists = await Promise.all(endpoints.map((endpoint) => this.#offerOf(path, endpoint, clientStyle)));
    const models = new Map<string, OfferedModel>();
    lists.forEach((list, index) => {
      const endpoint = endpoints[index];
      for (const model of list) {
        if (endpoint !== undefined && serves(endpoint, familyOf(model.id)) && !models.has(model.id)) models.set(model.id, model);
      }
    });
    return { models: [...models.values()], isTold: lists.some((list) => list.length > 0) };
  }

  #offerOf(path: Path, endpoint: ProxyEndpoint, clientStyle: CredentialStyle): Promise<readonly OfferedModel[]> {
    const nowMs = path.clock.monotonicMs();
    const availability = path.rests.availability({ endpointId: endpoint.id, revision: endpoint.revision, model: null });
    // What the user took out of use is not offered, although it is known; a failure will pass.
    if (availability.kind === 'resting' && availability.rest.observation.kind === 'rested-by-hand') return Promise.resolve([]);
    const known = this.#offers.get(endpoint.id);
    if (known !== undefined && known.revision === endpoint.revision && nowMs < known.untilMs) return known.models;
    const isForeign = path.protocols(endpoint.protocol).decodeAnswer !== null;
    if (availability.kind !== 'ready' || isForeign || !path.slots.tryTake(endpoint)) return Promise.resolve([]);
    const models = ask(path, endpoint, clientStyle).then((list) => {
      path.slots.release(endpoint.id);
      if (list === null) this.#offers.set(endpoint.id, { ...offer, untilMs: nowMs + KEEP_FAILURE_MS });
      return list ?? [];
    });
    const offer = { revision: endpoint.revision, untilMs: nowMs + KEEP_MS, models };
    this.#offers.set(endpoint.id, offer);
    return models;
  }

  #forgetOthers(endpoints: readonly ProxyEndpoint[]): void {
    const ids = new Set(endpoints.map(({ id }) => id));
    for (const id of this.#offers.keys()) if (!ids.has(id)) this.#offers.delete(id);
  }
}

/** Null: no readable answer in time. Never rejects. */
function ask(path: Path, endpoint: ProxyEndpoint, clientStyle: CredentialStyle): Promise<readonly OfferedModel[] | null> {
  const { promise, resolve } = Promise.withResolvers<readonly OfferedModel[] | null>();
  const chunks: Buffer[] = [];
  let bytes = 0;
  let status = 0;
  let encoding: string | undefined;
  const finish = (models: readonly OfferedModel[] | null) => {
    cancel();
    call.abort();
    resolve(models);
  };
  const cancel = path.clock.setTimer(TIMEOUT_MS, () => finish(null));
  const headers = [
    'accept',
    'application/json',
    'accept-encoding',
    'identity',
    'anthropic-version',
    '2023-06-01',
    'user-agent',
    'code-proxy',
    ...credentialHeader(credentialStyle(endpoint, clientStyle), endpoint.credential),
    VIA_HEADER,
    path.instanceId,
  ];
  const call = path.upstream.send(
    { ...upstreamAddress(endpoint.baseUrl, TARGET), method: 'GET', headers, body: null },
    {
      onHead(code, rawHeaders) {
        status = code;
        encoding = headerOf(rawHeaders, 'content-encoding');
      },
      onData(chunk) {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > MAX_ANSWER_BYTES) finish(null);
      },
      onEnd: () => finish(status === 200 ? readOffers(decodeWhole(Buffer.concat(chunks), encoding, MAX_ANSWER_BYTES)) : null),
      onError: () => finish(null),
    },
  );
  return promise;
}

function readOffers(body: Buffer): readonly OfferedModel[] | null {
  try {
    const { data } = offersSchema.parse(JSON.parse(body.toString('utf8')));
    return data.map(({ id, display_name, created_at }) => ({ id, displayName: display_name ?? id, createdAt: created_at ?? null }));
  } catch {
    return null; // An HTML page or another API's shape offers nothing that could be listed.
  }
}
