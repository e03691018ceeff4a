/** Which endpoints are tried for which model family, in which order. */
import { type EndpointWithState, FAMILIES, type Family } from './schemas/endpoint.ts';

export interface FamilyChain {
  readonly family: Family;
  /** Enabled endpoints that serve the family, first priority first. */
  readonly endpoints: readonly { readonly id: string; readonly name: string; readonly isResting: boolean }[];
}

/** Whether an endpoint takes requests of a family; null (no model in the request) is served by all. */
export function servesFamily(endpoint: { readonly families: readonly Family[] }, family: Family | null): boolean {
  return family === null || endpoint.families.length === 0 || endpoint.families.includes(family);
}

/** One chain per family, also for families that nobody serves. A single resting model leaves its endpoint in service. */
export function familyChains(endpoints: readonly EndpointWithState[]): readonly FamilyChain[] {
  const usable = [...endpoints].sort((a, b) => a.position - b.position).filter(({ state }) => state.kind !== 'disabled');
  return FAMILIES.map((family) => ({
    family,
    endpoints: usable
      .filter((endpoint) => servesFamily(endpoint, family))
      .map(({ id, name, state }) => ({ id, name, isResting: state.kind === 'resting' })),
  }));
}
