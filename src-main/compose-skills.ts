/** Builds what looks after Claude Code's skills. */
import { AppError } from '../src-shared/app-error.ts';
import type { SkillService } from './admin/ports.ts';

export function openSkills(): SkillService {
  const later = () => {
    throw new AppError('NOT_SUPPORTED_HERE', 'skills cannot be changed here yet');
  };
  return {
    list: later,
    read: later,
    extras: later,
    setEnabled: later,
    remove: later,
    backups: later,
    restoreBackup: later,
    deleteBackup: later,
    jobs: later,
    job: later,
    find: later,
    readCandidate: later,
    choose: later,
    check: later,
    diff: later,
    update: later,
    cancel: later,
    upload: later,
    uploadPart: later,
  };
}
