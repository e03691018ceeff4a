import { describe, expect, it } from 'vitest';
import { firstChoice, obstacleOf, selectionsOf, toggled } from '../../../../../src-renderer/state/skills/skill-choice.ts';
import { sampleCandidate, USER_PLACE } from '../../../../support/skill-double.ts';

const project = { kind: 'project', project: '/srv/shop' } as const;
const free = sampleCandidate({ path: 'a', folderName: 'a' });
const broken = sampleCandidate({ path: 'b', folderName: 'b', problems: [{ code: 'link-refused', values: { path: 'x' } }] });
const there = sampleCandidate({ path: 'c', folderName: 'c', existsIn: [USER_PLACE] });
const choice = (chosen: readonly string[], replaced: readonly string[] = []) => ({ chosen: new Set(chosen), replaced: new Set(replaced) });

describe('choosing skills', () => {
  it('begins with the only one, if it can be installed, and with none of several', () => {
    expect([...firstChoice([free]).chosen]).toEqual(['a']);
    expect([...firstChoice([broken]).chosen]).toEqual([]);
    expect([...firstChoice([free, there]).chosen]).toEqual([]);
  });

  it('asks before one that is there in this place is replaced, and not for another place', () => {
    expect(obstacleOf(there, USER_PLACE, choice(['c']))).toBe('there');
    expect(obstacleOf(there, USER_PLACE, choice(['c'], ['c']))).toBeNull();
    expect(obstacleOf(there, project, choice(['c']))).toBeNull();
    expect(obstacleOf(broken, USER_PLACE, choice(['b'], ['b']))).toBe('problems');
  });

  it('asks for what is chosen and possible, and counts what waits for an answer', () => {
    const candidates = [free, broken, there];
    expect(selectionsOf(candidates, USER_PLACE, choice(['a', 'c']))).toEqual({ selections: [{ path: 'a', replace: false }], blocked: 1 });
    expect(selectionsOf(candidates, USER_PLACE, choice(['c'], ['c']))).toEqual({ selections: [{ path: 'c', replace: true }], blocked: 0 });
    // What was ticked for one place says nothing about another.
    expect(selectionsOf(candidates, project, choice(['c'], ['c']))).toEqual({ selections: [{ path: 'c', replace: false }], blocked: 0 });
  });

  it('ticks and unticks without changing the set of before', () => {
    const before = new Set(['a']);
    expect([...toggled(before, 'b', true)]).toEqual(['a', 'b']);
    expect([...toggled(before, 'a', false)]).toEqual([]);
    expect([...before]).toEqual(['a']);
  });
});
