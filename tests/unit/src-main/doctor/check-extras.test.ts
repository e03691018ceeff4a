import { expect, it } from 'vitest';
import { mcpCheck, skillsCheck } from '../../../../src-main/doctor/check-extras.ts';
import { englishDoctorWords } from '../../../../src-shared/doctor-words.ts';
import { doctorCore, doctorPorts, look } from '../../../support/doctor-rig.ts';

it.each([
  ['mcp', mcpCheck, 'mcpServers'],
  ['skill', skillsCheck, 'skills'],
] as const)('%s: none, all in order, or those with a problem by name', async (word, check, list) => {
  const found = async (...problems: (string | null)[]) => {
    const named = problems.map((code, index) => ({ name: `n${index}`, problems: code === null ? [] : [{ of: list, code, values: {} }] }));
    const core = doctorCore({ [list]: async () => named });
    return look(check, await doctorPorts({ core }));
  };
  expect((await found()).codes[0]).toBe(`${word}${word === 'skill' ? 's' : ''}None`);
  expect(await found(null, null)).toMatchObject({ state: 'ok', finding: { values: { number: '2' } } });
  const broken = await found(null, 'command-missing');
  expect(broken).toMatchObject({
    state: 'warning',
    finding: { values: { names: 'n1' } },
    details: [{ label: 'problem', value: 'n1', problem: { code: 'command-missing' } }],
  });
  const many = await found(...Array.from({ length: 12 }, () => 'command-missing'));
  expect(many.finding.values).toMatchObject({ number: '12', names: expect.stringMatching(/n9, …$/) });
  // What has no detail is not named either: a report takes out the names that it finds there.
  expect(many.details).toHaveLength(10);
  expect((await look(check, await doctorPorts(), { core: null })).state).toBe('skipped');
});

it('names a broken file once, in the sentence that says what is wrong with it', async () => {
  const problems = [{ of: 'mcp' as const, code: 'file-broken', values: { file: '/p/.mcp.json', line: '3', reason: 'a comma is missing' } }];
  const core = doctorCore({ mcpServers: async () => [{ name: '/p/.mcp.json', problems }] });
  const { details } = await look(mcpCheck, await doctorPorts({ core }));
  expect(details.map(englishDoctorWords().detail)).toEqual(['/p/.mcp.json:3 cannot be read: a comma is missing']);
});
