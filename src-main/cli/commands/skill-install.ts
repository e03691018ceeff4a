/** `code-proxy skill install | check | update`: what takes time, with its progress in one line on a terminal. */
import type { Command } from 'commander';
import { collect } from '../option-values.ts';
import { answerWith, type CliSession, type JsonOption } from '../session.ts';
import type { InstallOptions, SkillPlaceOptions } from '../skill-input.ts';

type UpdateOptions = JsonOption & SkillPlaceOptions & { readonly all?: boolean; readonly dryRun?: boolean; readonly overwrite?: boolean };

export function addSkillInstall(parent: Command, session: CliSession): void {
  parent
    .command('install <source>')
    .description('install from owner/repo, an address on GitHub, a ZIP file or a folder; nothing lands before all of it was checked')
    .option('--project <folder>', 'for the project in this folder only')
    .option('--only <name>', 'this one of several skills; repeatable', collect)
    .option('--all', 'all skills that are found')
    .option('--as <name>', 'give the folder another name; for a single skill')
    .option('--replace', 'also when there is one of that name; it is kept as a backup')
    .option('--json', 'print JSON: what was found and what became of it')
    .action((source: string, options: JsonOption & InstallOptions) =>
      answerWith(session, options, async ({ caller }) => {
        const [{ followJob }, { installSource, placeFor, projectsOf, refuseMissingProject, selectionsOf }, { installText }] = await Promise.all([
          import('../skill-job.ts'),
          import('../skill-input.ts'),
          import('../skill-text.ts'),
        ]);
        await refuseMissingProject(options);
        const projects = projectsOf(options);
        const found = await followJob(session, caller, await caller.skills.find({ source: installSource(source), projects }));
        try {
          const selections = selectionsOf(found, options);
          const place = placeFor(options, await caller.skills.list({ projects }));
          const job = await followJob(session, caller, await caller.skills.choose({ id: found.id, place, selections: [...selections] }));
          const hasFailed = job.results.some(({ problem }) => problem !== null);
          return { json: job, text: installText(session.style, job), exitCode: hasFailed ? 1 : 0 };
        } finally {
          // After a refusal nothing stays behind; a job that has ended does not mind.
          await caller.skills.cancel({ id: found.id });
        }
      }),
    );
}

export function addSkillCheck(parent: Command, session: CliSession): void {
  parent
    .command('check [name...]')
    .description('look whether skills have changed where they came from; without a name all')
    .option('--project <folder>', 'skills of the project in this folder')
    .option('--json', 'print JSON: an object with items')
    .action((names: string[], options: JsonOption & SkillPlaceOptions) =>
      answerWith(session, options, async ({ caller }) => {
        const [{ checkSkills }, { updateTable }] = await Promise.all([import('../skill-job.ts'), import('../skill-text.ts')]);
        const { id, updates } = await checkSkills(session, caller, names, options);
        await caller.skills.cancel({ id });
        return { json: { items: updates }, text: updateTable(session.style, updates) };
      }),
    );
}

export function addSkillUpdate(parent: Command, session: CliSession): void {
  parent
    .command('update [name...]')
    .description('install what has changed; the old ones are kept as backups')
    .option('--project <folder>', 'skills of the project in this folder')
    .option('--all', 'all that have an update')
    .option('--dry-run', 'only show what would change, line by line')
    .option('--overwrite', 'also where the skill was changed here')
    .option('--json', 'print JSON')
    .action((names: string[], options: UpdateOptions) =>
      answerWith(session, options, async ({ caller }) => {
        const [{ checkSkills, diffsOf, followJob }, { diffText, installText }, { UsageError }] = await Promise.all([
          import('../skill-job.ts'),
          import('../skill-text.ts'),
          import('../usage-error.ts'),
        ]);
        if (names.length === 0 && options.all !== true) throw new UsageError('name the skills to update, or take --all');
        const { id, updates } = await checkSkills(session, caller, names, options);
        try {
          const refs = updates.filter(({ state }) => state === 'available').map(({ ref }) => ref);
          if (options.dryRun === true) {
            const diffs = await diffsOf(caller, id, refs);
            return { json: { items: diffs }, text: diffText(session.style, diffs) };
          }
          if (refs.length === 0) return { json: { items: updates, results: [] }, text: 'Nothing to update.' };
          const job = await followJob(session, caller, await caller.skills.update({ id, refs, overwriteChanges: options.overwrite === true }));
          const hasFailed = job.results.some(({ problem }) => problem !== null);
          return { json: { items: updates, results: job.results }, text: installText(session.style, job), exitCode: hasFailed ? 1 : 0 };
        } finally {
          await caller.skills.cancel({ id });
        }
      }),
    );
}
