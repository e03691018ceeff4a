import { describe, expect, it } from 'vitest';
import { type SkillUploads, uploadSkillFile } from '../../../../../src-renderer/state/skills/upload-skill-file.ts';
import { UPLOAD_PART_BYTES } from '../../../../../src-shared/schemas/skill-job.ts';

function receiver() {
  const parts: { readonly offset: number; readonly bytes: Buffer }[] = [];
  const uploads: SkillUploads = {
    begin: async () => ({ uploadId: 'upload-1' }),
    add: async ({ offset, base64 }) => {
      parts.push({ offset, bytes: Buffer.from(base64, 'base64') });
    },
  };
  return { uploads, parts };
}
const fileOf = (bytes: Uint8Array<ArrayBuffer>) => new File([bytes], 'skills.zip');

describe('uploadSkillFile', () => {
  it('hands over every byte in order, in parts that follow each other, and tells how far it is', async () => {
    const { uploads, parts } = receiver();
    const bytes = Uint8Array.from({ length: UPLOAD_PART_BYTES * 2 + 7 }, (_, index) => index % 251);
    const done: number[] = [];
    const id = await uploadSkillFile(uploads, fileOf(bytes), {
      signal: new AbortController().signal,
      onProgress: (doneBytes) => done.push(doneBytes),
    });
    expect(id).toBe('upload-1');
    expect(parts.map(({ offset }) => offset)).toEqual([0, UPLOAD_PART_BYTES, UPLOAD_PART_BYTES * 2]);
    expect(Buffer.concat(parts.map((part) => part.bytes)).equals(Buffer.from(bytes))).toBe(true);
    expect(done).toEqual([UPLOAD_PART_BYTES, UPLOAD_PART_BYTES * 2, bytes.length]);
  });

  it('sends no further part once it is given up', async () => {
    const { uploads, parts } = receiver();
    const controller = new AbortController();
    const upload = uploadSkillFile(uploads, fileOf(new Uint8Array(UPLOAD_PART_BYTES * 3)), {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(upload).rejects.toThrow();
    expect(parts).toHaveLength(1);
  });
});
