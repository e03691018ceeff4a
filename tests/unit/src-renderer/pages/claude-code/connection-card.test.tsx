import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { ConnectionCard } from '../../../../../src-renderer/pages/claude-code/connection-card.tsx';
import { AppError } from '../../../../../src-shared/app-error.ts';
import type { ClaudeFolderView } from '../../../../../src-shared/schemas/claude-settings.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { adminRig } from '../../render-with-admin.tsx';

const FILE = '/home/user/.claude/settings.json';
const folder: ClaudeFolderView = {
  folder: '/home/user/.claude',
  isDefault: true,
  settingsFile: FILE,
  configFile: '/home/user/.claude.json',
  pluginFile: '/home/user/.claude/config.json',
  isThere: true,
  state: { kind: 'refused', file: FILE, message: 'It is broken.' },
};

describe('ConnectionCard', () => {
  it('reads a broken file again once it was corrected, and does not lead to the page that it is on', async () => {
    const { claude } = fakeAdminServices();
    let isBroken = true;
    const diff = async () => {
      if (isBroken) throw new AppError('CLAUDE_SETTINGS_BROKEN', `${FILE}, line 1: this is not valid JSON.`, { repair: 'open-claude-settings' });
      return { file: FILE, diff: '', keys: [] };
    };
    adminRig({ claude: { ...claude, diff } }).show(<ConnectionCard folder={folder} />);
    await screen.findByText(/not valid JSON/);
    expect(screen.queryByRole('button', { name: 'Open the Claude Code settings' })).toBeNull();
    isBroken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(screen.queryByText(/not valid JSON/)).toBeNull());
  });
});
