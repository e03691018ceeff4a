import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SkillService } from '../../../../../src-main/admin/claude-files-ports.ts';
import { SkillsPage } from '../../../../../src-renderer/pages/skills/skills-page.tsx';
import { AppError } from '../../../../../src-shared/app-error.ts';
import type { SkillView } from '../../../../../src-shared/schemas/skills.ts';
import { fakeSkillService, sampleBackup, sampleSkill, sampleSkillJob, sampleUpdate, USER_PLACE } from '../../../../support/skill-double.ts';
import { adminRig } from '../../render-with-admin.tsx';

beforeEach(() => localStorage.clear());

const place = { place: USER_PLACE, skillsFolder: '/home/user/.claude/skills', isDefault: true, exists: true, problem: null };

function open(items: readonly SkillView[], changes: Partial<SkillService> = {}) {
  const rig = adminRig({ skills: fakeSkillService({ list: async () => ({ places: [place], items: [...items] }), ...changes }) });
  rig.show(<SkillsPage />);
  const inputs = (path: string) => rig.calls.filter((call) => call.path === path).map(({ input }) => input);
  const row = async (name: string) => within(await screen.findByRole('article', { name }));
  return { ...rig, inputs, row };
}

describe('SkillsPage', () => {
  it('teaches what a skill is where there is none', async () => {
    open([]);
    expect(await screen.findByText('No skills yet')).toBeTruthy();
    expect(screen.getByText(/Those in \/home\/user\/\.claude\/skills count in every project/)).toBeTruthy();
  });

  it('shows what a skill is, and of a broken one why and what to do', async () => {
    const broken = sampleSkill({
      folderName: 'x',
      name: null,
      description: null,
      source: null,
      problems: [{ code: 'skill-md-too-large', values: { limitBytes: '1048576' } }],
    });
    const { row } = open([sampleSkill(), broken]);
    const pdf = await row('pdf');
    expect(pdf.getByText('Reads and writes PDF files')).toBeTruthy();
    expect(within(pdf.getByRole('list', { name: 'Allowed tools' })).getAllByRole('listitem')).toHaveLength(2);
    expect(pdf.getByText(/12 KiB · 3 files · acme\/skills/)).toBeTruthy();
    const x = await row('x');
    expect(x.getByText('SKILL.md is larger than 1 MiB.')).toBeTruthy();
    expect(x.getByText(/Correct SKILL\.md in an editor/)).toBeTruthy();
  });

  it('searches, says how many are left, and clears', async () => {
    const items = ['pdf', 'xlsx', 'docx'].map((name) => sampleSkill({ name, folderName: name }));
    open(items);
    await userEvent.type(await screen.findByRole('searchbox'), 'xl');
    await waitFor(() => expect(screen.getAllByRole('article')).toHaveLength(1));
    expect(screen.getByText('1 of 3 skills')).toBeTruthy();
    await userEvent.type(screen.getByRole('searchbox'), '?');
    await userEvent.click(await screen.findByRole('button', { name: 'Clear the filters' }));
    await waitFor(() => expect(screen.getAllByRole('article')).toHaveLength(3));
  });

  it('moves from name to name with the arrow keys', async () => {
    open(['a', 'b', 'c'].map((name) => sampleSkill({ name, folderName: name })));
    (await screen.findByRole('link', { name: 'a' })).focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}');
    expect(document.activeElement?.textContent).toBe('c');
    await userEvent.keyboard('{Home}');
    expect(document.activeElement?.textContent).toBe('a');
  });

  it('opens a skill to read, with its source, its files and where it lies, and goes to the next one', async () => {
    const { row } = open([sampleSkill(), sampleSkill({ folderName: 'xlsx', name: 'xlsx' })]);
    await userEvent.click((await row('pdf')).getByRole('link', { name: 'pdf' }));
    const panel = within(await screen.findByRole('complementary', { name: 'Skill' }));
    expect(await panel.findByRole('heading', { level: 3, name: 'PDF' })).toBeTruthy();
    expect(panel.getByRole('row', { name: /name pdf/ })).toBeTruthy();
    await userEvent.click(panel.getByRole('tab', { name: 'Source' }));
    expect(panel.getByText(/^---/).textContent).toBe('---\nname: pdf\n---\n# PDF\n');
    await userEvent.click(panel.getByRole('tab', { name: 'Files' }));
    expect(panel.getByText('SKILL.md')).toBeTruthy();
    await userEvent.click(panel.getByRole('tab', { name: 'About' }));
    expect(panel.getByText('/home/user/.claude/skills/pdf')).toBeTruthy();
    await userEvent.click(panel.getByRole('button', { name: 'Next skill (j)' }));
    await waitFor(() => expect(screen.getByRole('complementary').querySelector('h2')?.textContent).toBe('xlsx'));
  });

  it('asks for the projects that this browser was told of', async () => {
    const { inputs } = open([sampleSkill()]);
    await userEvent.click(await screen.findByRole('button', { name: 'Add a project folder' }));
    await userEvent.type(screen.getByLabelText('Project folder'), 'shop');
    await userEvent.click(screen.getByRole('button', { name: 'Add' }));
    expect(screen.getByText('The whole path from the top is needed.')).toBeTruthy();
    await userEvent.clear(screen.getByLabelText('Project folder'));
    await userEvent.type(screen.getByLabelText('Project folder'), '/srv/shop');
    await userEvent.click(screen.getByRole('button', { name: 'Add' }));
    await waitFor(() => expect(inputs('skills.list')).toContainEqual({ projects: ['/srv/shop'] }));
  });

  it('looks for updates, shows what one would change, and applies it only over changes that may go', async () => {
    const update = sampleUpdate({ hasLocalChanges: true });
    const job = sampleSkillJob({ kind: 'update', phase: 'choosing', title: '', updates: [update] });
    const state = { jobs: [] as (typeof job)[] };
    const check = () => {
      state.jobs = [job];
      return job;
    };
    const { inputs } = open([sampleSkill()], { check, jobs: () => state.jobs, job: () => job, update: async () => job });
    await screen.findByRole('article', { name: 'pdf' });
    await userEvent.click(screen.getByRole('button', { name: 'Check for updates' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Show' }));
    const dialog = within(screen.getByRole('dialog', { name: 'Updates' }));
    await userEvent.click(dialog.getByRole('button', { name: 'Show what changes in pdf' }));
    expect((await dialog.findByRole('region', { name: 'Changes in SKILL.md' })).textContent).toBe('-a+b');
    expect(dialog.getByText('changed')).toBeTruthy();
    const apply = dialog.getByRole('button', { name: /^Update \d skill/ });
    expect(apply.hasAttribute('disabled')).toBe(true);
    await userEvent.click(dialog.getByRole('checkbox', { name: 'Overwrite my changes' }));
    await userEvent.click(apply);
    await waitFor(() => expect(inputs('skills.update')).toEqual([{ id: 'job-1', refs: [update.ref], overwriteChanges: true }]));
  });

  it('says that everything is up to date when someone asks', async () => {
    const job = sampleSkillJob({ kind: 'update', phase: 'choosing', title: '', updates: [sampleUpdate({ state: 'current' })] });
    open([sampleSkill()], { check: () => job, jobs: () => [job], job: () => job });
    await screen.findByRole('article', { name: 'pdf' });
    expect(screen.queryByText('Everything is up to date.')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Check for updates' }));
    expect(await screen.findByText('Everything is up to date.')).toBeTruthy();
  });

  it('puts a backup back, and asks before it replaces what is there', async () => {
    const restoreBackup = async (_id: string, { replace }: { readonly replace: boolean }) => {
      if (!replace) throw new AppError('SKILL_NAME_TAKEN', 'it is there');
      return sampleSkill();
    };
    const { inputs } = open([sampleSkill()], { backups: async () => [sampleBackup()], restoreBackup });
    await userEvent.click(screen.getByRole('button', { name: 'Backups' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Put pdf back' }));
    const question = within(await screen.findByRole('alertdialog', { name: 'Replace “pdf”?' }));
    await userEvent.click(question.getByRole('button', { name: 'Replace' }));
    await waitFor(() =>
      expect(inputs('skills.restoreBackup')).toEqual([
        { id: 'backup-1', replace: false },
        { id: 'backup-1', replace: true },
      ]),
    );
  });
});
