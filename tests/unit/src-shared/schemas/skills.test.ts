import { describe, expect, it } from 'vitest';
import { skillFindInputSchema, skillUpdateInputSchema, skillUploadPartSchema, UPLOAD_PART_BYTES } from '../../../../src-shared/schemas/skill-job.ts';
import { SKILL_PROBLEM_CODES, skillProblemSchema } from '../../../../src-shared/schemas/skill-problem.ts';
import { skillRefSchema, skillSourceSchema } from '../../../../src-shared/schemas/skills.ts';

describe('schemas of skills', () => {
  it('name a skill by its place and folder', () => {
    expect(skillRefSchema.safeParse({ place: { kind: 'user', folder: '/c' }, folderName: 'pdf' }).success).toBe(true);
    expect(skillRefSchema.safeParse({ place: { kind: 'team', folder: '/c' }, folderName: 'pdf' }).success).toBe(false);
    expect(skillSourceSchema.safeParse({ kind: 'github', owner: 'a', repo: 'b', ref: null, commit: 'c' }).success).toBe(false);
  });

  it('overwrite nothing unless asked to', () => {
    const ref = { place: { kind: 'user', folder: '/c' }, folderName: 'pdf' };
    expect(skillUpdateInputSchema.parse({ id: '1', refs: [ref] }).overwriteChanges).toBe(false);
    expect(skillUpdateInputSchema.safeParse({ id: '1', refs: [] }).success).toBe(false);
  });

  it('take no empty source, and no part that is larger than one request', () => {
    expect(skillFindInputSchema.safeParse({ source: { kind: 'github', text: '  ' } }).success).toBe(false);
    const whole = Buffer.alloc(UPLOAD_PART_BYTES).toString('base64');
    expect(skillUploadPartSchema.safeParse({ uploadId: 'u', offset: 0, base64: whole }).success).toBe(true);
    expect(skillUploadPartSchema.safeParse({ uploadId: 'u', offset: 0, base64: `${whole}AAAA` }).success).toBe(false);
  });

  it('know each problem once', () => {
    expect(new Set(SKILL_PROBLEM_CODES).size).toBe(SKILL_PROBLEM_CODES.length);
    expect(skillProblemSchema.safeParse({ code: 'something-else', values: {} }).success).toBe(false);
  });
});
