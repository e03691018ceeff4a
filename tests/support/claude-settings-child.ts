/** A process that applies and restores Claude Code's settings and kills itself before a step. Arguments: folder, step. */
import process from 'node:process';
import { ClaudeSettings } from '../../src-main/claude-code/claude-settings.ts';
import { systemClock } from '../../src-main/platform/clock.ts';
import { silentLogger } from '../../src-main/platform/logger.ts';
import { crashingFiles } from './crashing-files.ts';

const [file = '', journalFile = '', step = ''] = process.argv.slice(2);
const { files } = crashingFiles(Number(step), () => process.kill(process.pid, 'SIGKILL'), true);
const claude = new ClaudeSettings({
  file,
  journalFile,
  instance: { id: `pid ${process.pid}`, pid: process.pid },
  isInstanceAlive: async () => false,
  values: () => ({
    baseUrl: 'http://127.0.0.1:9000',
    token: `cp-${'c'.repeat(64)}`,
    apiTimeoutMs: 600_000,
    attributionHeader: true,
    disableNonessentialTraffic: true,
    agentTeams: true,
    commitAttribution: false,
  }),
  clock: systemClock,
  logger: silentLogger,
  files,
});
await claude.apply({ takeOver: false });
await claude.restore();
process.stdout.write('survived');
