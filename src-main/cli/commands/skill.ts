/** `code-proxy skill ..`: Claude Code's skills: listing, switching, removing and backups. skill-install.ts gets and updates them. */
import type { Command } from 'commander';
import type { SkillView } from '../../../src-shared/schemas/skills.ts';
import type { AdminCaller } from '../admin-caller.ts';
import { type Answer, answerWith, type CliSession, type JsonOption } from '../session.ts';
import type { SkillPlaceOptions } from '../skill-input.ts';
import { addSkillCheck, addSkillInstall, addSkillUpdate } from './skill-install.ts';

const EXAMPLES = `
Examples:
  code-proxy skill install anthropics/skills --only pdf
  code-proxy skill install https://github.com/owner/repo/tree/main/skills/pdf --project .
  code-proxy skill install ./my-skills.zip --all
  code-proxy skill check
  code-proxy skill update pdf --dry-run
  code-proxy skill disable pdf
  code-proxy skill backups`;

export const PROJECT_OPTION = ['--project <folder>', 'skills of the project in this folder'] as const;

export function addSkillCommand(parent: Command, session: CliSession): void {
  const skill = parent.command('skill').description("Claude Code's skills: install, update, switch off and remove").addHelpText('after', EXAMPLES);
  addList(skill, session);
  addOn(skill, session, 'show', 'show what a skill is and what its SKILL.md says', async (caller, view) => {
    const { place, folderName } = view;
    const [text, { skillDetails }] = await Promise.all([caller.skills.read({ place, folderName }), import('../skill-text.ts')]);
    return { json: { ...view, ...text }, text: skillDetails(session.style, view, text, session.io.nowMs()) };
  });
  addSkillInstall(skill, session);
  addSkillCheck(skill, session);
  addSkillUpdate(skill, session);
  addOn(skill, session, 'enable', 'put it back where Claude Code sees it', (caller, view) => switched(session, caller, view, true));
  addOn(skill, session, 'disable', "move it out of Claude Code's sight and keep it", (caller, view) => switched(session, caller, view, false));
  addOn(skill, session, 'remove', 'remove a skill; a backup is kept', async (caller, { place, folderName }) => {
    const backup = await caller.skills.remove({ place, folderName });
    return { json: backup, text: `${session.style.paint('strong', folderName)} removed; "code-proxy skill restore ${backup.id}" brings it back` };
  });
  addBackups(skill, session);
  addRestore(skill, session);
}

function addList(parent: Command, session: CliSession): void {
  parent
    .command('list')
    .description('list the skills of all places, those that are switched off too')
    .option(...PROJECT_OPTION)
    .option('--json', 'print JSON: places and items')
    .action((options: JsonOption & SkillPlaceOptions) =>
      answerWith(session, options, async ({ caller }) => {
        const [{ projectsOf, isWanted }, { skillTable }] = await Promise.all([import('../skill-input.ts'), import('../skill-text.ts')]);
        const { places, items } = await caller.skills.list({ projects: projectsOf(options) });
        const wanted = {
          places: places.filter(({ place }) => isWanted(place, options)),
          items: items.filter(({ place }) => isWanted(place, options)),
        };
        return { json: wanted, text: skillTable(session.style, wanted) };
      }),
    );
}

/** A verb with nothing but a skill's name. */
function addOn(
  parent: Command,
  session: CliSession,
  verb: string,
  description: string,
  act: (caller: AdminCaller, view: SkillView) => Promise<Answer>,
): void {
  parent
    .command(`${verb} <name>`)
    .description(description)
    .option(...PROJECT_OPTION)
    .option('--json', 'print JSON')
    .action((name: string, options: JsonOption & SkillPlaceOptions) =>
      answerWith(session, options, async ({ caller }) => {
        const { projectsOf, skillNamed } = await import('../skill-input.ts');
        return act(caller, skillNamed(name, options, await caller.skills.list({ projects: projectsOf(options) })));
      }),
    );
}

async function switched(session: CliSession, caller: AdminCaller, { place, folderName }: SkillView, isEnabled: boolean): Promise<Answer> {
  const view = await caller.skills.setEnabled({ ref: { place, folderName }, isEnabled });
  return { json: view, text: `${session.style.paint('strong', folderName)} ${isEnabled ? 'enabled' : 'disabled'}` };
}

function addBackups(parent: Command, session: CliSession): void {
  parent
    .command('backups')
    .description('list the skills that were removed, replaced or updated; the newest 20 are kept')
    .option('--delete <id>', 'delete one of them for good')
    .option('--json', 'print JSON: an object with items')
    .action((options: JsonOption & { readonly delete?: string }) =>
      answerWith(session, options, async ({ caller }) => {
        const { backupTable } = await import('../skill-text.ts');
        if (options.delete !== undefined) await caller.skills.deleteBackup({ id: options.delete });
        const items = await caller.skills.backups();
        return { json: { items }, text: backupTable(session.style, items, session.io.nowMs()) };
      }),
    );
}

function addRestore(parent: Command, session: CliSession): void {
  parent
    .command('restore <backup>')
    .description('put a backup back where it was')
    .option('--replace', 'also when a skill of that name lies there; it becomes a backup itself')
    .option('--json', 'print JSON')
    .action((id: string, options: JsonOption & { readonly replace?: boolean }) =>
      answerWith(session, options, async ({ caller }) => {
        const view = await caller.skills.restoreBackup({ id, replace: options.replace === true });
        return { json: view, text: `${session.style.paint('strong', view.folderName)} is back in ${view.path}` };
      }),
    );
}
