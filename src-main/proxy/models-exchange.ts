/**
 * One `GET /v1/models`: gathered from endpoints and maps and answered here. When neither names a model, the request is left to be
 * passed through, so that the client sees what its endpoint says.
 */
import type { ClientAnswer } from './client-answer.ts';
import type { CredentialStyle } from './credential.ts';
import type { DataPath } from './data-path.ts';
import type { ExchangeRecord } from './exchange-record.ts';
import { jsonHeaders } from './local-errors.ts';
import { allModels, modelsPage } from './own-models.ts';

export interface ModelsInput {
  readonly answer: ClientAnswer;
  readonly record: ExchangeRecord;
  readonly clientStyle: CredentialStyle;
  /** With its `?`. */
  readonly query: string;
}

export class ModelsExchange {
  readonly #path: DataPath;
  readonly #input: ModelsInput;
  readonly #stopped = Promise.withResolvers<null>();

  constructor(path: DataPath, input: ModelsInput) {
    this.#path = path;
    this.#input = input;
  }

  /** @returns False when nothing is known and nothing was answered or recorded. */
  async run(): Promise<boolean> {
    const { answer, record, clientStyle, query } = this.#input;
    const { endpoints, catalog, clock } = this.#path;
    answer.onLeft(() => this.#stopped.resolve(null));
    const offered = await Promise.race([catalog.offered(this.#path, clientStyle), this.#stopped.promise]);
    const finish = (outcome: 'delivered' | 'client_left' | 'interrupted') =>
      record.finished({ outcome, status: answer.status, error: null, responseBytes: answer.bytes, endedAtMs: clock.nowMs() });
    if (offered === null) {
      record.began();
      const hasLeft = answer.hasLeft;
      answer.breakOff('api_error', 'Code Proxy was stopped.');
      finish(hasLeft ? 'client_left' : 'interrupted');
      return true;
    }
    const models = allModels(offered.models, endpoints);
    if (models.length === 0 && !offered.isTold) return false;
    const body = modelsPage(models, query);
    record.began();
    answer.send(200, jsonHeaders(body.length), body);
    finish('delivered');
    return true;
  }

  /** The app stops. */
  interrupt(): void {
    this.#stopped.resolve(null);
  }
}
