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
  if (credential === null || (observation.kind !== 'status' && observation.kind !== 'error-event')) return observation;
  const plain = credential.reveal();
  if (plain.length < SHORTEST_CREDENTIAL || !(observation.text.includes(plain) || observation.errorType?.includes(plain))) return observation;
  const text = observation.text.replaceAll(plain, String(credential));
  return observation.kind === 'status'
    ? { ...observation, text, errorType: observation.errorType?.replaceAll(plain, String(credential)) ?? null }
    : { ...observation, text, errorType: observation.errorType.replaceAll(plain, String(credential)) };
}
