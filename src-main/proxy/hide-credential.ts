/**
 * Takes an endpoint's own credential out of what its answers are remembered by. Some gateways repeat the key that they
 * refuse, and reasons go into the database, the log, the dashboard and our own error messages.
 */
import type { Observation } from '../failover/contract.ts';
import type { Secret } from '../platform/secret.ts';

/** Shorter texts are no credentials, and would be found in every second sentence. */
const SHORTEST_CREDENTIAL = 6;

/** The bytes for the client are not touched: they are what the endpoint chose to say to its own user. */
export function hideCredential(observation: Observation, credential: Secret | null): Observation {
  if (observation.kind !== 'status' && observation.kind !== 'error-event') return observation;
  const hidden = (text: string) => textWithoutCredential(text, credential);
  const text = hidden(observation.text);
  return observation.kind === 'status'
    ? { ...observation, text, errorType: observation.errorType === null ? null : hidden(observation.errorType) }
    : { ...observation, text, errorType: hidden(observation.errorType) };
}

/** Hide first and cut afterwards: of a credential that was cut in two, the first half would stay. */
export function textWithoutCredential(text: string, credential: Secret | null): string {
  if (credential === null || credential.reveal().length < SHORTEST_CREDENTIAL) return text;
  // A gateway that repeats the address it was asked at repeats the credential in it as URLs write it.
  return credential.forms().reduce((hidden, form) => hidden.replaceAll(form, String(credential)), text);
}
