/** Builds what looks after Claude Code's skills. */
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { SkillService } from './admin/claude-files-ports.ts';
import { ClaudeConfigFile } from './claude-code/claude-config-file.ts';
import { claudeFolders } from './claude-code/claude-folders.ts';
import { nodeFileOperations } from './claude-code/file-operations.ts';
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
      const files = claudeFolders(environment, furtherFolders()).map(({ configFile }) => configFile);
      const known = await Promise.all(
        files.map((file) => projectsIn(new ClaudeConfigFile({ file, files: nodeFileOperations, logger, hasLock: true }))),
      );
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

const configSchema = z.object({ projects: z.record(z.string(), z.unknown()).catch({}) });

/** Only looked at: a file that cannot be read knows none, and is for others to complain about. */
async function projectsIn(config: ClaudeConfigFile): Promise<readonly string[]> {
  try {
    return Object.keys(configSchema.parse(await config.values()).projects).filter((project) => isAbsolute(project));
  } catch {
    return [];
  }
}
