/** Archives that arrive in parts from a browser, which cannot name a path on this machine. Each is one file until its job has ended. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';
import { SKILL_ARCHIVE_BYTES } from '../../src-shared/schemas/skill-job.ts';
import { MS_PER_HOUR } from '../../src-shared/units.ts';
import type { CancelTimer, Clock } from '../platform/clock.ts';
import { randomId } from './kept-records.ts';
import type { SkillFiles } from './skill-files.ts';

const MAX_UPLOADS = 4;

export interface Upload {
  readonly name: string;
  readonly file: string;
  readonly sizeBytes: number;
  doneBytes: number;
  readonly cancelExpiry: CancelTimer;
}

export interface SkillUploadsOptions {
  readonly files: SkillFiles;
  readonly clock: Clock;
  readonly workFolder: string;
}

export class SkillUploads {
  readonly #options: SkillUploadsOptions;
  readonly #uploads = new Map<string, Upload>();

  constructor(options: SkillUploadsOptions) {
    this.#options = options;
  }

  /** @throws SKILL_REFUSED when it is too large, or too many are there. */
  begin(name: string, sizeBytes: number): string {
    if (sizeBytes > SKILL_ARCHIVE_BYTES) throw new AppError('SKILL_REFUSED', `an archive may have at most ${SKILL_ARCHIVE_BYTES} bytes`);
    if (this.#uploads.size >= MAX_UPLOADS) throw new AppError('SKILL_REFUSED', `${MAX_UPLOADS} archives are being uploaded already`);
    const id = randomId();
    const cancelExpiry = this.#options.clock.setTimer(MS_PER_HOUR, () => void this.drop(id));
    this.#uploads.set(id, { name, sizeBytes, doneBytes: 0, file: join(this.#options.workFolder, `upload-${id}.zip`), cancelExpiry });
    return id;
  }

  /** SKILL_NOT_FOUND; SKILL_REFUSED when the part does not follow the one before, or is more than was announced. */
  async add(id: string, offset: number, bytes: Uint8Array): Promise<void> {
    const upload = this.#get(id);
    if (offset !== upload.doneBytes || offset + bytes.length > upload.sizeBytes) {
      throw new AppError('SKILL_REFUSED', `a part at ${offset} does not belong here: ${upload.doneBytes} of ${upload.sizeBytes} bytes have arrived`);
    }
    upload.doneBytes += bytes.length;
    await this.#options.files.makePrivateFolder(this.#options.workFolder);
    const file = await open(upload.file, offset === 0 ? 'wx' : 'r+', 0o600);
    try {
      await file.write(bytes, 0, bytes.length, offset);
    } finally {
      await file.close();
    }
  }

  /** SKILL_REFUSED while parts are missing. */
  whole(id: string): Pick<Upload, 'name' | 'file'> {
    const upload = this.#get(id);
    if (upload.doneBytes === upload.sizeBytes) return upload;
    throw new AppError('SKILL_REFUSED', `only ${upload.doneBytes} of ${upload.sizeBytes} bytes have arrived`);
  }

  async drop(id: string): Promise<void> {
    const upload = this.#uploads.get(id);
    if (upload === undefined) return;
    this.#uploads.delete(id);
    upload.cancelExpiry();
    await this.#options.files.remove(upload.file);
  }

  #get(id: string): Upload {
    const upload = this.#uploads.get(id);
    if (upload === undefined) throw new AppError('SKILL_NOT_FOUND', 'there is no such upload any more');
    return upload;
  }
}
