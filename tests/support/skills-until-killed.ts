/**
 * A process that looks for skills until it is killed: `node skills-until-killed.ts <folder> <GitHub address or none> <source>`. Says the
 * phase of its job and the bytes it has so far on stdout, one line each time.
 */
import { join } from 'node:path';
import { systemClock } from '../../src-main/platform/clock.ts';
import { silentLogger } from '../../src-main/platform/logger.ts';
import { UpstreamClient } from '../../src-main/proxy/upstream-client.ts';
import { SkillManager } from '../../src-main/skills/skill-manager.ts';

const [, , folder = '', githubUrl = '', source = ''] = process.argv;
const upstream = new UpstreamClient({ connectTimeoutMs: 5_000, proxyFor: () => null, extraCaPem: null });
const claude = join(folder, 'claude');
const manager = new SkillManager({
  folder: join(folder, 'data', 'skills'),
  environment: { CLAUDE_CONFIG_DIR: claude },
  furtherFolders: () => [],
  downloads: { prepare: async () => undefined, send: (request, handler) => upstream.send(request, handler) },
  githubUrl: () => githubUrl,
  knownProjects: async () => [],
  clock: systemClock,
  logger: silentLogger,
  onChange: () => undefined,
  onJob: ({ phase, doneBytes }) => void process.stdout.write(`${phase} ${doneBytes}\n`),
});
const job = manager.find({ source: source.startsWith('/') ? { kind: 'folder', path: source } : { kind: 'github', text: source }, projects: [] });
const place = { kind: 'user', folder: claude } as const;
setInterval(() => {
  const { phase, candidates } = manager.job(job.id);
  const selections = candidates.map(({ path }) => ({ path, replace: true }));
  if (phase === 'choosing') void manager.choose({ id: job.id, place, selections }).catch(() => undefined);
}, 5);
