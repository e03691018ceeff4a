/** Which kind of local token a recorded name means: each start has a token of its own, other clients have named ones. */

const START_PREFIX = 'start ';

/** The name under which the token of that start is stored and recorded. No named token begins like it. */
export function startTokenName(instanceId: string): string {
  return `${START_PREFIX}${instanceId}`;
}

/** @param instanceId Of the running instance. */
export function localTokenOrigin(name: string, instanceId: string): 'this-start' | 'earlier-start' | 'named' {
  if (name === startTokenName(instanceId)) return 'this-start';
  return isStartTokenName(name) ? 'earlier-start' : 'named';
}

export function isStartTokenName(name: string): boolean {
  return name.toLowerCase().startsWith(START_PREFIX);
}
