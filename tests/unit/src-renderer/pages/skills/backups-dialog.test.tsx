import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { BackupsDialog } from '../../../../../src-renderer/pages/skills/backups-dialog.tsx';
import { AppError } from '../../../../../src-shared/app-error.ts';
import { fakeSkillService, sampleBackup } from '../../../../support/skill-double.ts';
import { adminRig } from '../../render-with-admin.tsx';

it('says at its row what kept a backup from being restored', async () => {
  const restoreBackup = async () => {
    throw new AppError('SKILL_FOLDER_UNWRITABLE', '/skills cannot be written');
  };
  const backup = sampleBackup();
  adminRig({ skills: fakeSkillService({ backups: async () => [backup], restoreBackup }) }).show(<BackupsDialog onClose={vi.fn()} />);
  const row = within(await screen.findByRole('listitem', { name: backup.folderName }));
  await userEvent.click(row.getByRole('button', { name: `Put ${backup.folderName} back` }));
  await waitFor(() => expect(row.getByRole('alert').textContent).toBe('/skills cannot be written'));
});
