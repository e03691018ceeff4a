/**
 * Whether Claude Code may use the servers of a project's .mcp.json. The user's answers stand in .claude.json (older clients) and in
 * the settings files of the user and the project; a no anywhere wins over a yes (as in the client).
 */
import { join } from 'node:path';
import { z } from 'zod';
import type { FileOperations } from '../claude-code/file-operations.ts';
import { readJsonValues } from '../claude-code/json-text.ts';
import type { Values } from './server-files.ts';

export type Approval = 'approved' | 'rejected' | 'pending';

const answersSchema = z.object({
  enableAllProjectMcpServers: z.boolean().optional().catch(undefined),
  enabledMcpjsonServers: z.array(z.string()).catch([]),
  disabledMcpjsonServers: z.array(z.string()).catch([]),
});
type Answers = z.infer<typeof answersSchema>;

export interface ApprovalSources {
  /** What .claude.json says about the project. */
  readonly project: Values;
  /** Content of the settings files; the client asks the user's own for all projects. */
  readonly settings: readonly Values[];
}

export function approvalOf(name: string, { project, settings }: ApprovalSources): Approval {
  const all: readonly Answers[] = [project, ...settings].map((values) => answersSchema.parse(values));
  if (all.some((answers) => answers.disabledMcpjsonServers.includes(name))) return 'rejected';
  const isApproved = all.some((answers) => answers.enableAllProjectMcpServers === true || answers.enabledMcpjsonServers.includes(name));
  return isApproved ? 'approved' : 'pending';
}

/** The settings files that count for a project; one that is missing or broken says nothing. */
export async function settingsFor(project: string, settingsFile: string, files: FileOperations): Promise<readonly Values[]> {
  const paths = [settingsFile, join(project, '.claude', 'settings.json'), join(project, '.claude', 'settings.local.json')];
  return Promise.all(
    paths.map(async (path) => {
      try {
        return readJsonValues(await files.read(path), path);
      } catch {
        return {}; // The settings page says what is wrong with it.
      }
    }),
  );
}
