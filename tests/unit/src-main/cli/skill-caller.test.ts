import { expect, it } from 'vitest';
import { createAdminRouter } from '../../../../src-main/admin/router.ts';
import { skillCaller } from '../../../../src-main/cli/skill-caller.ts';
import { fakeAdminServices } from '../../../support/admin-services.ts';

/** Notes which procedure is called, and how. */
function client(calls: string[]): Parameters<typeof skillCaller>[0] {
  const asked = (name: string) => ({ query: async () => void calls.push(`${name} query`), mutate: async () => void calls.push(`${name} mutation`) });
  return new Proxy(Object.create(null), { get: (_target, name) => asked(String(name)) });
}

it('reaches every procedure about skills, each as the query or mutation that it is', async () => {
  const { skills } = createAdminRouter(fakeAdminServices());
  const wanted = Object.entries(skills).map(([name, procedure]) => `${name} ${procedure._def.type}`);
  const calls: string[] = [];
  const caller: object = skillCaller(client(calls), (answer) => answer);
  for (const call of Object.values(caller)) await call({});
  expect(calls.toSorted()).toEqual(wanted.toSorted());
  expect(wanted.length).toBeGreaterThan(15);
});
