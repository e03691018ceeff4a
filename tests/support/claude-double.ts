/** What edits Claude Code's files and launches it, with plain answers; tests replace what they are about. */
import type { AdminServices } from '../../src-main/admin/ports.ts';

export const APPLIED_CLAUDE = { kind: 'applied', file: '/home/user/.claude/settings.json', message: 'applied' } as const;
const claudeBackup = { id: 'ab/1-apply-cd', file: APPLIED_CLAUDE.file, takenAtMs: 1, sizeBytes: 20, reason: 'apply' } as const;

export function fakeClaudeService(): AdminServices['claude'] {
  return {
    state: () => APPLIED_CLAUDE,
    diff: async () => ({ file: APPLIED_CLAUDE.file, diff: '', keys: [] }),
    apply: async () => APPLIED_CLAUDE,
    restore: async () => ({ ...APPLIED_CLAUDE, kind: 'restored' }),
    folders: async () => [
      {
        folder: '/home/user/.claude',
        isDefault: true,
        settingsFile: APPLIED_CLAUDE.file,
        configFile: '/home/user/.claude.json',
        pluginFile: '/home/user/.claude/config.json',
        isThere: true,
        state: APPLIED_CLAUDE,
      },
    ],
    switches: async () => [
      { name: 'onboarding', file: '/home/user/.claude.json', key: 'hasCompletedOnboarding', state: 'off', problem: null },
      { name: 'plugin', file: '/home/user/.claude/config.json', key: 'primaryApiKey', state: 'foreign', problem: null },
    ],
    setSwitch: async (name, isOn) => [
      { name, file: '/home/user/.claude.json', key: 'hasCompletedOnboarding', state: isOn ? 'on' : 'off', problem: null },
    ],
    conflicts: async () => [{ kind: 'environment', effect: 'loses', key: 'ANTHROPIC_BASE_URL', file: null }],
    backups: async () => [claudeBackup],
    backupDiff: async () => ({ file: APPLIED_CLAUDE.file, diff: '' }),
    restoreBackup: async (id) => ({ ...claudeBackup, id }),
  };
}

export function fakeLaunchService(): AdminServices['launch'] {
  return {
    options: async () => ({
      terminals: [{ id: 'kitty', name: 'kitty', program: '/usr/bin/kitty' }],
      terminal: 'auto',
      noTerminal: null,
      recentFolders: ['/home/user/project'],
      projects: ['/home/user/other'],
      claude: { kind: 'found', program: '/usr/bin/claude', version: '2.1.329' },
    }),
    preview: async ({ folder }) => ({ command: `code-proxy launch --cd ${folder}`, args: [], terminal: 'kitty', problem: null }),
    run: async ({ folder }) => ({ terminal: 'kitty', folder, command: `code-proxy launch --cd ${folder}` }),
    remember: async () => undefined,
    forget: async () => undefined,
  };
}
