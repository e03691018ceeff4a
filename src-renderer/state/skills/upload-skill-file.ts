/** Hands an archive to the core in parts, since one request to it holds a megabyte. */
import { UPLOAD_PART_BYTES } from '../../../src-shared/schemas/skill-job.ts';

/** What of the admin client is needed. */
export interface SkillUploads {
  begin(input: { name: string; sizeBytes: number }): Promise<{ readonly uploadId: string }>;
  add(input: { uploadId: string; offset: number; base64: string }): Promise<unknown>;
}

/** @returns The id by which the upload can be looked into. Rejects with the signal's reason when it is aborted. */
export async function uploadSkillFile(
  uploads: SkillUploads,
  file: File,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (doneBytes: number) => void },
): Promise<string> {
  const { uploadId } = await uploads.begin({ name: file.name, sizeBytes: file.size });
  for (let offset = 0; offset < file.size; offset += UPLOAD_PART_BYTES) {
    signal.throwIfAborted();
    const bytes = new Uint8Array(await file.slice(offset, offset + UPLOAD_PART_BYTES).arrayBuffer());
    await uploads.add({ uploadId, offset, base64: base64Of(bytes) });
    onProgress(Math.min(file.size, offset + bytes.length));
  }
  signal.throwIfAborted();
  return uploadId;
}

/** As many bytes become arguments of one call. */
const STEP_BYTES = 8_192;

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += STEP_BYTES) text += String.fromCharCode(...bytes.subarray(at, at + STEP_BYTES));
  return btoa(text);
}
