/** Skills with plain answers, for tests of the router and of the page; each test replaces what it is about. */
import type { SkillService } from '../../src-main/admin/claude-files-ports.ts';
import type { SkillJob, SkillUpdate } from '../../src-shared/schemas/skill-job.ts';
import type { SkillBackup, SkillCandidate, SkillPlace, SkillText, SkillView } from '../../src-shared/schemas/skills.ts';

export const USER_PLACE = { kind: 'user', folder: '/home/user/.claude' } as const satisfies SkillPlace;
const source = { kind: 'github', owner: 'acme', repo: 'skills', ref: null, commit: 'a'.repeat(40), path: 'skills/pdf' } as const;
const head = { name: 'pdf', description: 'Reads and writes PDF files', allowedTools: ['Read', 'Bash'], isHiddenFromModel: false };
const size = { sizeBytes: 12_345, fileCount: 3 };

export function sampleSkill(changes: Partial<SkillView> = {}): SkillView {
  return {
    ...head,
    ...size,
    place: USER_PLACE,
    folderName: 'pdf',
    path: '/home/user/.claude/skills/pdf',
    isEnabled: true,
    isLink: false,
    source,
    installedAtMs: 1,
    contentHash: 'b'.repeat(64),
    hasLocalChanges: false,
    problems: [],
    ...changes,
  };
}

export function sampleCandidate(changes: Partial<SkillCandidate> = {}): SkillCandidate {
  return {
    ...head,
    ...size,
    path: 'skills/pdf',
    folderName: 'pdf',
    executableCount: 0,
    contentHash: 'b'.repeat(64),
    problems: [],
    existsIn: [],
    ...changes,
  };
}

export function sampleSkillJob(changes: Partial<SkillJob> = {}): SkillJob {
  return {
    id: 'job-1',
    kind: 'install',
    phase: 'downloading',
    title: 'acme/skills',
    doneBytes: 0,
    totalBytes: null,
    candidates: [],
    updates: [],
    results: [],
    problem: null,
    startedAtMs: 1,
    ...changes,
  };
}

export function sampleUpdate(changes: Partial<SkillUpdate> = {}): SkillUpdate {
  return {
    ref: { place: USER_PLACE, folderName: 'pdf' },
    state: 'available',
    problem: null,
    hasLocalChanges: false,
    changedFiles: 1,
    source,
    ...changes,
  };
}

export function sampleBackup(changes: Partial<SkillBackup> = {}): SkillBackup {
  return {
    id: 'backup-1',
    place: USER_PLACE,
    folderName: 'pdf',
    description: head.description,
    reason: 'removed',
    createdAtMs: 1,
    sizeBytes: 12_345,
    source,
    ...changes,
  };
}

const text: SkillText = {
  text: '---\nname: pdf\n---\n# PDF\n',
  body: '# PDF\n',
  isCut: false,
  files: [{ path: 'SKILL.md', sizeBytes: 24, isExecutable: false }],
  fileCount: 1,
};

export function fakeSkillService(changes: Partial<SkillService> = {}): SkillService {
  const place = { place: USER_PLACE, skillsFolder: '/home/user/.claude/skills', isDefault: true, exists: true, problem: null };
  return {
    list: async () => ({ places: [place], items: [sampleSkill()] }),
    read: async () => text,
    extras: async () => [],
    setEnabled: async (ref, isEnabled) => sampleSkill({ ...ref, isEnabled }),
    remove: async (ref) => sampleBackup(ref),
    backups: async () => [],
    restoreBackup: async () => sampleSkill(),
    deleteBackup: async () => undefined,
    jobs: () => [],
    job: (id) => sampleSkillJob({ id, phase: 'choosing', candidates: [sampleCandidate()] }),
    find: () => sampleSkillJob(),
    readCandidate: async () => text,
    choose: async ({ id }) => sampleSkillJob({ id, phase: 'installing', candidates: [sampleCandidate()] }),
    check: () => sampleSkillJob({ kind: 'update', title: '' }),
    diff: async () => ({ files: [{ path: 'SKILL.md', change: 'changed', text: '-a\n+b\n', beforeBytes: 2, afterBytes: 2 }], isCut: false }),
    update: async ({ id }) => sampleSkillJob({ id, kind: 'update', phase: 'installing', title: '', updates: [sampleUpdate()] }),
    cancel: async (id) => sampleSkillJob({ id, phase: 'cancelled' }),
    upload: async () => ({ uploadId: 'upload-1' }),
    uploadPart: async () => undefined,
    ...changes,
  };
}
