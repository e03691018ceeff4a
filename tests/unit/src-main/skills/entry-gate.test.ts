import { describe, expect, it } from 'vitest';
import { EntryGate, type GateEntry } from '../../../../src-main/skills/entry-gate.ts';
import { UNPACK_LIMITS, type UnpackLimits } from '../../../../src-main/skills/limits.ts';
import { problemOf } from '../../../../src-main/skills/skill-refusal.ts';

function gate(limits: Partial<UnpackLimits> = {}, under = '', stripped = 0) {
  return new EntryGate({ limits: { ...UNPACK_LIMITS, ...limits }, under, stripped });
}

const file = (path: string, sizeBytes = 1): GateEntry => ({ path, kind: 'file', sizeBytes });
const folder = (path: string): GateEntry => ({ path, kind: 'folder', sizeBytes: 0 });

function refusal(act: () => unknown): string {
  try {
    act();
    return 'nothing was refused';
  } catch (error) {
    return problemOf(error).code;
  }
}

describe('EntryGate', () => {
  it('admits what is below the wanted folder, without the parts that are cut off', () => {
    const admits = gate({}, 'skills/pdf', 1);
    expect(admits.admit(file('top/skills/pdf/SKILL.md'))).toBe('skills/pdf/SKILL.md');
    expect(admits.admit(file('top/skills/pdf-extra/SKILL.md'))).toBeNull();
    expect(admits.admit(file('top/README.md'))).toBeNull();
    expect(admits.admit(folder('top/'))).toBeNull();
    expect(admits.problems).toEqual([]);
  });

  it.each(['.git/config', 'a/.DS_Store', '__MACOSX/a/._SKILL.md', 'a/__pycache__/x.pyc'])('passes over what systems strew about: %s', (path) => {
    const passes = gate();
    expect(passes.admit(file(path))).toBeNull();
    expect(passes.problems).toEqual([]);
  });

  it('leaves links, devices and bad names out, and remembers why', () => {
    const leaves = gate();
    expect(leaves.admit({ path: 'a/link', kind: 'link', sizeBytes: 0 })).toBeNull();
    expect(leaves.admit({ path: 'a/pipe', kind: 'special', sizeBytes: 0 })).toBeNull();
    expect(leaves.admit(file('a/nul'))).toBeNull();
    expect(leaves.problems.map(({ code }) => code)).toEqual(['link-refused', 'special-file', 'name-not-portable']);
  });

  it.each([
    ['two files of one name', [file('a/SKILL.md'), file('a/skill.md')]],
    ['the same file twice', [file('a/x'), file('a/x')]],
    ['folders that differ in case', [file('A/x'), file('a/y')]],
    ['names that differ in their Unicode form', [file('\u00e9'), file('e\u0301')]],
    ['a file where a folder is', [file('a/b'), file('a')]],
    ['a folder where a file is', [file('a'), file('a/b')]],
    ['something below a link', [{ path: 'a', kind: 'link', sizeBytes: 0 } as const, file('a/b')]],
  ])('does not write %s', (_what, entries) => {
    const clashing = gate();
    const admitted = entries.map((entry) => clashing.admit(entry));
    expect(admitted.at(-1)).toBeNull();
    expect(clashing.problems.at(-1)?.code).toBe('name-clash');
  });

  it('takes a folder that is named twice', () => {
    const twice = gate();
    expect([folder('a'), folder('a/'), file('a/x')].map((entry) => twice.admit(entry))).toEqual(['a', 'a', 'a/x']);
    expect(twice.problems).toEqual([]);
  });

  it('ends it all when there is too much', () => {
    const few = gate({ entries: 2 });
    few.admit(file('a'));
    few.admit(file('b'));
    expect(refusal(() => few.admit(file('c')))).toBe('too-many-files');
    expect(refusal(() => gate({ fileBytes: 10 }).admit(file('a', 11)))).toBe('file-too-large');
    expect(refusal(() => gate({ totalBytes: 10 }).admit(file('a', 11)))).toBe('too-large');
    expect(refusal(() => gate({ passedBytes: 10 }).passed(11))).toBe('too-large');
    const passed = gate({ passedEntries: 1 }, 'elsewhere');
    passed.admit(file('a'));
    expect(refusal(() => passed.admit(file('b')))).toBe('too-many-files');
  });

  it('counts what is really written, whatever was declared', () => {
    const counts = gate({ fileBytes: 10, totalBytes: 15 });
    counts.taking(10, 10, 'a');
    expect(refusal(() => counts.taking(1, 11, 'a'))).toBe('file-too-large');
    expect(refusal(() => counts.taking(10, 10, 'b'))).toBe('too-large');
  });

  it('leaves out what lies too deep or has too long a path', () => {
    const deep = gate({ depth: 3, pathBytes: 20 });
    expect(deep.admit(file('a/b/c/d'))).toBeNull();
    expect(deep.admit(file('a-name-that-is-rather-long'))).toBeNull();
    expect(deep.problems.map(({ code }) => code)).toEqual(['too-deep', 'path-too-long']);
  });

  it('condemns the whole source for one path that leads elsewhere', () => {
    expect(refusal(() => gate({}, 'skills').admit(file('../evil')))).toBe('path-escapes');
  });
});
