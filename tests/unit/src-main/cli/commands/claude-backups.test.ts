import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../../src-shared/app-error.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { CLI_NOW_MS, runCli } from '../../../../support/cli-run.ts';

const base = fakeAdminServices();
const run = (args: readonly string[], claude: Partial<typeof base.claude> = {}) =>
  runCli(['claude', ...args], { services: fakeAdminServices({ claude: { ...base.claude, ...claude } }) });
const backup = { id: 'ab/1-apply-cd', file: '/f/settings.json', takenAtMs: CLI_NOW_MS - 120_000, sizeBytes: 2_048, reason: 'apply' } as const;

describe('code-proxy claude backups', () => {
  it('lists when, how large, why and of which file', async () => {
    const { out } = await run(['backups'], { backups: async () => [backup] });
    for (const part of ['ab/1-apply-cd', '2 min ago', 'before connecting', '/f/settings.json']) expect(out).toContain(part);
    expect(JSON.parse((await run(['backups', '--json'], { backups: async () => [backup] })).out)).toEqual({ items: [backup] });
    expect((await run(['backups'], { backups: async () => [] })).out).toContain('No backups');
  });

  it('compares one, or brings it back', async () => {
    const diff = { file: backup.file, diff: '--- a\n+++ b\n@@ -1 +1 @@\n-\tx\n+\ty\n' };
    expect((await run(['restore-backup', backup.id, '--diff'], { backupDiff: async () => diff })).out).toContain('-    x\n+    y');
    expect((await run(['restore-backup', backup.id, '--diff'])).out).toContain('is just as this copy');
    expect((await run(['restore-backup', backup.id], { restoreBackup: async () => backup })).out).toBe('/f/settings.json is as it was 2 min ago\n');
  });

  it('exits 1 for one that is not there', async () => {
    const restoreBackup = async () => {
      throw new AppError('BACKUP_NOT_FOUND', 'there is no backup x');
    };
    expect(await run(['restore-backup', 'x'], { restoreBackup })).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('there is no backup x'),
    });
  });
});
