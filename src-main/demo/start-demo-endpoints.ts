/** Which endpoints the demo has, and in which order: a slow one for haiku, then a flaky one, then a healthy one that catches what fails. */
import { type EndpointInput, endpointInputSchema } from '../../src-shared/schemas/endpoint.ts';
import { type Behaviour, FLAKY, HEALTHY, SLOW } from './scripted-behaviour.ts';
import { ScriptedEndpoint } from './scripted-endpoint.ts';
import { seededRandom } from './seeded-random.ts';

export interface DemoEndpoints {
  /** In the order of their priority. */
  readonly endpoints: readonly EndpointInput[];
  stop(): Promise<void>;
}

const SCRIPTS: readonly { readonly name: string; readonly behaviour: Behaviour; readonly input: object }[] = [
  { name: 'Demo slow', behaviour: SLOW, input: { families: ['haiku'], note: 'Scripted: answers slowly, serves haiku only.' } },
  { name: 'Demo flaky', behaviour: FLAKY, input: { note: 'Scripted: refuses, overloads and limits now and then.' } },
  {
    name: 'Demo healthy',
    behaviour: HEALTHY,
    input: { note: 'Scripted: always answers.', modelMap: { haiku: 'claude-haiku-4-5-20251001', 'claude-3-*': 'claude-sonnet-4-6' } },
  },
];

/**
 * Starts the three scripted endpoints on random loopback ports. They die with the process at the latest.
 *
 * @param options.seed   The same seed gives the same answers and faults for the same order of requests.
 * @param options.tempo  Factor for all pauses; 1 is natural, 0 is none.
 */
export async function startDemoEndpoints({ seed = 1, tempo = 1 }: { readonly seed?: number; readonly tempo?: number } = {}): Promise<DemoEndpoints> {
  const running: ScriptedEndpoint[] = [];
  const stop = async () => void (await Promise.all(running.map((endpoint) => endpoint.stop())));
  const endpoints: EndpointInput[] = [];
  try {
    for (const [index, { name, behaviour, input }] of SCRIPTS.entries()) {
      const credential = `demo-${name.slice(5)}-key-0${index}`;
      const endpoint = new ScriptedEndpoint({ behaviour, credential, random: seededRandom(seed * 31 + index), tempo });
      const baseUrl = await endpoint.start();
      running.push(endpoint);
      endpoints.push(endpointInputSchema.parse({ name, baseUrl, credential, ...input }));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoints, stop };
}
