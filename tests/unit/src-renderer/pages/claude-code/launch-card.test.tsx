import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { LaunchCard } from '../../../../../src-renderer/pages/claude-code/launch-card.tsx';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { adminRig } from '../../render-with-admin.tsx';

describe('LaunchCard', () => {
  it('says in its own words how to install a client that is missing', async () => {
    const { launch } = fakeAdminServices();
    const options = async () => ({ ...(await launch.options()), claude: { kind: 'missing', message: 'English of the core' } as const });
    adminRig({ launch: { ...launch, options } }).show(<LaunchCard />);
    expect((await screen.findByText(/Install it with/)).textContent).toContain('npm install -g @anthropic-ai/claude-code');
    expect(screen.queryByText('English of the core')).toBeNull();
    expect(screen.getByRole('button', { name: 'Launch' }).hasAttribute('disabled')).toBe(true);
  });
});
