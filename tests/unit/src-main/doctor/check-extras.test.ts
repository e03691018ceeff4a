import { expect, it } from 'vitest';
import { mcpCheck, skillsCheck } from '../../../../src-main/doctor/check-extras.ts';
import { doctorCore, doctorPorts, look } from '../../../support/doctor-rig.ts';

it.each([
  ['mcp', mcpCheck, 'mcpServers'],
  ['skill', skillsCheck, 'skills'],
] as const)('%s: none, all in order, or those with a problem by name', async (word, check, list) => {
  const found = async (...problems: (string | null)[]) => {
    const core = doctorCore({ [list]: async () => problems.map((problem, index) => ({ name: `n${index}`, problem })) });
    return look(check, await doctorPorts({ core }));
  };
  expect((await found()).codes[0]).toBe(`${word}${word === 'skill' ? 's' : ''}None`);
  expect(await found(null, null)).toMatchObject({ state: 'ok', finding: { values: { number: '2' } } });
  const broken = await found(null, 'command-missing');
  expect(broken).toMatchObject({
    state: 'warning',
    finding: { values: { names: 'n1' } },
    details: [{ label: 'problem', value: 'n1: command-missing' }],
  });
  expect((await look(check, await doctorPorts(), { core: null })).state).toBe('skipped');
});
