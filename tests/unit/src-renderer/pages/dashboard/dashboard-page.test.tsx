import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { DashboardPage } from '../../../../../src-renderer/pages/dashboard/dashboard-page.tsx';
import { type AdminServicesWithFeed, fakeAdminServices } from '../../../../support/admin-services.ts';
import { adminRig } from '../../render-with-admin.tsx';

const broken = async () => {
  throw new Error('the disk is full');
};
const { usage, endpoints } = fakeAdminServices();
const NAMES = ['Calendar', 'Hours', 'Requests and errors', 'Live requests', 'Endpoints', 'Tokens by model', 'By endpoint', 'By model'];
const card = (name: string) => screen.getByRole('region', { name });

/** Names of the cards that show a failure. */
async function failedCards(changes: Partial<AdminServicesWithFeed>, expected: readonly string[]) {
  adminRig(changes).show(<DashboardPage />);
  const failed = () => ['Figures', ...NAMES].filter((name) => within(card(name)).queryAllByRole('alert').length > 0);
  await waitFor(() => expect(failed()).toEqual(expected));
  await waitFor(() => expect(screen.queryAllByRole('status', { busy: true })).toEqual([]));
  expect(failed()).toEqual(expected);
}

describe('the dashboard', () => {
  it('shows the failure of one question in its card, with a way to ask again, and all the rest as ever', async () => {
    await failedCards({ usage: { ...usage, breakdown: broken } }, ['By endpoint', 'By model']);
    expect(within(card('By model')).getByRole('button', { name: 'Try again' })).toBeTruthy();
    expect(within(card('Figures')).getByText('Requests')).toBeTruthy();
    expect(within(card('Calendar')).getByRole('grid')).toBeTruthy();
  });

  it('shows what was used while nobody knows the endpoints', async () => {
    const list = () => {
      throw new Error('no answer');
    };
    await failedCards({ endpoints: { ...endpoints, list } }, ['Endpoints']);
    expect(within(card('Figures')).getByText('Requests')).toBeTruthy();
  });

  it('asks for the first endpoint where there is none, and shows no numbers', async () => {
    adminRig({ endpoints: { ...endpoints, list: () => [] } }).show(<DashboardPage />);
    await screen.findByText('Start with an endpoint');
    expect(screen.queryByRole('region', { name: 'Figures' })).toBeNull();
    expect(screen.queryByRole('group', { name: 'Range of time' })).toBeNull();
  });
});
