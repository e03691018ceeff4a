/** Builds what looks after Claude Code's skills. */
import type { SkillService } from './admin/claude-files-ports.ts';
import { claudeFolders } from './claude-code/claude-folders.ts';
import { nodeFileOperations } from './claude-code/file-operations.ts';
import { projectsOf } from './claude-code/known-projects.ts';
import type { CoreData } from './compose-data.ts';
import type { OutboundPath } from './compose-outbound.ts';
import type { CoreContext } from './core-context.ts';
import { SkillManager } from './skills/skill-manager.ts';

export function openSkills(
  { options, clock, logger, feed, undo }: CoreContext,
  { settings }: CoreData,
  { upstream, learn }: OutboundPath,
): SkillService {
  const { environment, paths } = options;
  const furtherFolders = () => settings.current().claude.folders;
  const skills = new SkillManager({
    folder: paths.skills,
    environment,
    furtherFolders,
    downloads: { prepare: (address) => learn([address]), send: (request, handler) => upstream.send(request, handler) },
    githubUrl: () => settings.current().skills.githubUrl,
    async knownProjects() {
      const known = await Promise.all(claudeFolders(environment, furtherFolders()).map((folder) => projectsOf(folder, nodeFileOperations)));
      return known.flat();
    },
    clock,
    logger,
    onChange: () => feed.publish({ type: 'skills-changed' }),
    onJob: (job) => feed.publish({ type: 'skill-job', job }),
  });
  undo.defer(() => skills.stop());
  if (options.mode === 'full') void skills.start();
  return skills;
}
