import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { EndpointDialog } from '../../../../../src-renderer/pages/endpoints/endpoint-dialog.tsx';
import { AppError } from '../../../../../src-shared/app-error.ts';
import type { EndpointWithState } from '../../../../../src-shared/schemas/endpoint.ts';
import { fakeAdminServices, sampleEndpoint } from '../../../../support/admin-services.ts';
import { adminRig } from '../../render-with-admin.tsx';

const { endpoints } = fakeAdminServices();

function open(endpoint: EndpointWithState | null, changes: Partial<typeof endpoints> = {}) {
  const onClose = vi.fn();
  const rig = adminRig({ endpoints: { ...endpoints, ...changes } });
  rig.show(<EndpointDialog endpoint={endpoint} onClose={onClose} />);
  const dialog = within(screen.getByRole('dialog'));
  const type = async (label: string, text: string) => {
    await userEvent.clear(dialog.getByLabelText(label));
    await userEvent.type(dialog.getByLabelText(label), text);
  };
  const press = (name: string) => userEvent.click(dialog.getByRole('button', { name }));
  return { ...rig, dialog, type, press, onClose };
}

describe('EndpointDialog', () => {
  it('names what is missing at its field, and sends nothing', async () => {
    const { press, dialog, calls } = open(null);
    await press('Add');
    await waitFor(() => expect(dialog.getByText('a name is needed')).toBeTruthy());
    expect(dialog.getByLabelText('Name').getAttribute('aria-invalid')).toBe('true');
    expect(calls).toEqual([]);
  });

  it('adds what was entered and closes', async () => {
    const { type, press, calls, onClose } = open(null);
    await type('Name', 'Gateway');
    await type('Base URL', 'https://g.example/v1/');
    await type('API key or token', 'sk-1');
    await press('Add a mapping');
    await type('Requested model 1', 'opus');
    await type('Sent model 1', 'glm-5');
    await press('Add');
    await waitFor(() => expect(onClose).toHaveBeenCalledTimes(1));
    expect(calls).toMatchObject([
      { path: 'endpoints.add', input: { name: 'Gateway', baseUrl: 'https://g.example', credential: 'sk-1', modelMap: { opus: 'glm-5' } } },
    ]);
  });

  it('puts a refusal of the core at the field that it is about, and stays open', async () => {
    const add = async () => {
      throw new AppError('ENDPOINT_NAME_TAKEN', 'there is one already', { field: 'name' });
    };
    const { type, press, dialog, onClose } = open(null, { add });
    await type('Name', 'First');
    await type('Base URL', 'https://g.example');
    await press('Add');
    await waitFor(() => expect(dialog.getByText('there is one already')).toBeTruthy());
    expect(dialog.getByLabelText('Name').getAttribute('aria-invalid')).toBe('true');
    expect(onClose).not.toHaveBeenCalled();
  });

  it('does not show the stored credential and keeps it when the field stays empty', async () => {
    const { type, press, dialog, calls, onClose } = open(sampleEndpoint({ credentialMask: 'sk-…x' }));
    expect(dialog.getByText('Leave empty to keep sk-…x.')).toBeTruthy();
    await type('Name', 'Renamed');
    await press('Save');
    await waitFor(() => expect(onClose).toHaveBeenCalledTimes(1));
    expect(calls).toMatchObject([{ path: 'endpoints.edit', input: { id: 'endpoint-1', patch: { name: 'Renamed' } } }]);
    expect(JSON.stringify(calls)).not.toContain('credential');
  });

  it('leaves alone what changed elsewhere while it was open', async () => {
    const onClose = vi.fn();
    const rig = adminRig({ endpoints });
    const { rerender } = rig.show(<EndpointDialog endpoint={sampleEndpoint()} onClose={onClose} />);
    rerender(<EndpointDialog endpoint={sampleEndpoint({ isEnabled: false })} onClose={onClose} />);
    await userEvent.type(screen.getByLabelText('Note'), 'mine');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(onClose).toHaveBeenCalledTimes(1));
    expect(rig.calls.map(({ input }) => input)).toEqual([{ id: 'endpoint-1', patch: { note: 'mine' } }]);
  });

  it('tests the draft with the stored credential and takes over the style that works', async () => {
    const found = {
      isOk: false,
      status: 401,
      durationMs: 9,
      model: 'm',
      message: 'The key was refused.',
      remedy: 'Use the other style.',
      proposal: { authStyle: 'bearer' as const },
    };
    const { press, dialog, calls } = open(sampleEndpoint(), { test: async () => found });
    await press('Test connection');
    await waitFor(() => expect(dialog.getByText('The key was refused.')).toBeTruthy());
    await press('Use Authorization: Bearer for this endpoint');
    await waitFor(() => expect(calls).toHaveLength(2));
    expect(calls.map(({ input }) => input)).toMatchObject([
      { target: { draft: { authStyle: 'auto' }, credentialFrom: 'endpoint-1' } },
      { target: { draft: { authStyle: 'bearer' }, credentialFrom: 'endpoint-1' } },
    ]);
  });
});
