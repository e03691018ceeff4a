import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { SkillService } from '../../../../../src-main/admin/claude-files-ports.ts';
import { InstallDialog } from '../../../../../src-renderer/pages/skills/install-dialog.tsx';
import { skillKey } from '../../../../../src-renderer/state/skills/skill-key.ts';
import { AppError } from '../../../../../src-shared/app-error.ts';
import type { SkillJob } from '../../../../../src-shared/schemas/skill-job.ts';
import { fakeSkillService, sampleCandidate, sampleSkillJob, USER_PLACE } from '../../../../support/skill-double.ts';
import { adminRig } from '../../render-with-admin.tsx';

const PROJECT = { kind: 'project', project: '/srv/shop' } as const;
const places = [
  { place: USER_PLACE, skillsFolder: '/home/user/.claude/skills', isDefault: true, exists: true, problem: null },
  { place: PROJECT, skillsFolder: '/srv/shop/.claude/skills', isDefault: false, exists: true, problem: null },
];
const candidates = [
  sampleCandidate({ path: 'skills/pdf', folderName: 'pdf', name: 'pdf' }),
  sampleCandidate({ path: 'skills/old', folderName: 'old', name: 'old', existsIn: [USER_PLACE] }),
  sampleCandidate({ path: 'skills/bad', folderName: 'bad', name: 'bad', problems: [{ code: 'link-refused', values: { path: 'bad/key' } }] }),
];

/** @param job what the core says of it, from the first search on. */
function open(job: Partial<SkillJob>, changes: Partial<SkillService> = {}) {
  const onClose = vi.fn();
  const onOpen = vi.fn();
  const state = { job };
  const now = (id: string) => sampleSkillJob({ id, ...state.job });
  const rig = adminRig({ skills: fakeSkillService({ find: () => now('job-1'), job: now, ...changes }) });
  rig.show(<InstallDialog places={places} projects={['/srv/shop']} onOpen={onOpen} onClose={onClose} />);
  const dialog = within(screen.getByRole('dialog'));
  const find = async (text: string) => {
    await userEvent.click(dialog.getByLabelText('Repository'));
    await userEvent.paste(text);
    await userEvent.click(dialog.getByRole('button', { name: 'Look what is there' }));
  };
  const press = (name: string) => userEvent.click(dialog.getByRole('button', { name }));
  const inputs = (path: string) => rig.calls.filter((call) => call.path === path).map(({ input }) => input);
  return { ...rig, dialog, find, press, inputs, onClose, onOpen, state };
}

describe('InstallDialog', () => {
  it('says while typing what would be looked at, and asks the core only for a repository', async () => {
    const { dialog, inputs } = open({});
    const field = dialog.getByLabelText('Repository');
    const button = dialog.getByRole('button', { name: 'Look what is there' });
    await userEvent.type(field, 'acme');
    expect(button.hasAttribute('disabled')).toBe(true);
    expect(field.getAttribute('aria-invalid')).toBe('false');
    await userEvent.type(field, '/skills');
    expect(dialog.getByText('All skills in acme/skills, default branch')).toBeTruthy();
    await userEvent.clear(field);
    await userEvent.type(field, 'https://gitlab.com/a/b');
    expect(dialog.getByText(/gitlab.com is not GitHub/)).toBeTruthy();
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(inputs('skills.find')).toEqual([]);
  });

  it('fills in an example', async () => {
    const { dialog, press, inputs } = open({ phase: 'downloading' });
    await press('anthropics/skills');
    await press('Look what is there');
    await waitFor(() => expect(dialog.getByRole('progressbar')).toBeTruthy());
    expect(inputs('skills.find')).toEqual([{ source: { kind: 'github', text: 'anthropics/skills' }, projects: ['/srv/shop'] }]);
  });

  it('shows how far the download is, and gives it up', async () => {
    const { dialog, find, press, inputs } = open({ phase: 'downloading', doneBytes: 512, totalBytes: 2_048 });
    await find('acme/skills');
    await waitFor(() => expect(dialog.getByText('512 B of 2 KiB')).toBeTruthy());
    expect(dialog.getByRole('progressbar', { name: 'Downloading' }).getAttribute('aria-valuenow')).toBe('25');
    await press('Stop');
    await waitFor(() => expect(inputs('skills.cancel')).toEqual([{ id: 'job-1' }]));
    expect(dialog.getByLabelText('Repository')).toHaveProperty('value', 'acme/skills');
  });

  it('installs what is chosen where it is to go, and asks before something is replaced', async () => {
    const { dialog, find, press, inputs } = open({ phase: 'choosing', candidates });
    await find('acme/skills');
    await waitFor(() => expect(dialog.getByText('3 skills found in acme/skills')).toBeTruthy());
    expect(dialog.queryByRole('checkbox', { name: 'bad' })).toBeNull();
    expect(dialog.getByText('bad/key is a link. Links could lead anywhere on this computer.')).toBeTruthy();
    await userEvent.click(dialog.getByRole('checkbox', { name: 'All that can be installed' }));
    expect(dialog.getByText(/1 chosen skill would replace another/)).toBeTruthy();
    expect(dialog.getByRole('button', { name: 'Install 1 skill' }).hasAttribute('disabled')).toBe(true);
    await userEvent.click(dialog.getByRole('checkbox', { name: 'Replace it; the old one is kept as a backup' }));
    await press('Install 2 skills');
    await waitFor(() =>
      expect(inputs('skills.choose')).toEqual([
        {
          id: 'job-1',
          place: USER_PLACE,
          selections: [
            { path: 'skills/pdf', replace: false },
            { path: 'skills/old', replace: true },
          ],
        },
      ]),
    );
  });

  it('says what was installed and what was not, opens it, and takes it back', async () => {
    const ref = { place: USER_PLACE, folderName: 'pdf' };
    const results = [
      { path: 'skills/pdf', folderName: 'pdf', ref, problem: null },
      { path: 'skills/x', folderName: 'x', ref: null, problem: { code: 'changed-meanwhile' as const, values: { name: 'x' } } },
    ];
    const { dialog, find, press, inputs, onOpen } = open({ phase: 'done', candidates, results });
    await find('acme/skills');
    await waitFor(() => expect(dialog.getByText('1 skill is installed.')).toBeTruthy());
    expect(dialog.getByText('x was not installed.')).toBeTruthy();
    expect(dialog.getByText('x was changed by another program meanwhile.')).toBeTruthy();
    await press('Open pdf');
    expect(onOpen).toHaveBeenCalledWith(skillKey(ref));
    await press('Undo');
    await waitFor(() => expect(dialog.getByText('Undone. Everything is as it was before.')).toBeTruthy());
    expect(inputs('skills.remove')).toEqual([ref]);
    expect(dialog.queryByRole('button', { name: 'Undo' })).toBeNull();
  });

  it('says why a source cannot be used, and what to do', async () => {
    const { dialog, find, press } = open({ phase: 'failed', problem: { code: 'source-not-found', values: { what: 'repository acme/none' } } });
    await find('acme/none');
    await waitFor(() => expect(dialog.getByRole('alert').textContent).toContain('There is no repository acme/none.'));
    expect(dialog.getByRole('alert').textContent).toContain('Private repositories cannot be read.');
    await press('Another source');
    expect(dialog.getByLabelText('Repository')).toHaveProperty('value', 'acme/none');
  });

  it('puts a refusal of the core at the field', async () => {
    const refuse = () => {
      throw new AppError('SKILL_REFUSED', 'no such thing');
    };
    const { dialog, find } = open({}, { find: refuse });
    await find('acme/none');
    await waitFor(() => expect(dialog.getByText('no such thing')).toBeTruthy());
  });

  it('takes a ZIP file and nothing else, and looks into it', async () => {
    const { dialog, press, inputs } = open({ phase: 'choosing', candidates });
    await press('ZIP file');
    const field = dialog.getByLabelText(/Drop a ZIP file here/);
    await userEvent.upload(field, new File(['x'], 'notes.txt'), { applyAccept: false });
    expect(dialog.getByRole('alert').textContent).toBe('notes.txt is not a ZIP file.');
    await userEvent.upload(field, new File(['zip'], 'skills.zip'));
    await waitFor(() => expect(inputs('skills.find')).toEqual([{ source: { kind: 'upload', uploadId: 'upload-1' }, projects: ['/srv/shop'] }]));
  });

  it('gives up what was found when it is closed, and leaves alone what is being installed', async () => {
    const choosing = open({ phase: 'choosing', candidates });
    await choosing.find('acme/skills');
    await waitFor(() => expect(choosing.dialog.getByText('3 skills found in acme/skills')).toBeTruthy());
    await choosing.press('Close');
    await waitFor(() => expect(choosing.inputs('skills.cancel')).toHaveLength(1));
    expect(choosing.onClose).toHaveBeenCalledTimes(1);
  });
});
