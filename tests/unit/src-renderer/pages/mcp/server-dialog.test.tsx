import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { ServerDialog } from '../../../../../src-renderer/pages/mcp/server-dialog.tsx';
import { AppError } from '../../../../../src-shared/app-error.ts';
import type { McpOverview, McpServer } from '../../../../../src-shared/schemas/mcp.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { sampleMcpServer } from '../../../../support/mcp-double.ts';
import { adminRig } from '../../render-with-admin.tsx';

const { mcp } = fakeAdminServices();
const overview: McpOverview = {
  folders: [{ folder: '/home/user/.claude', isDefault: true, file: '/home/user/.claude.json', projects: [], problem: null }],
  brokenProjects: [],
  servers: [],
  isWindows: false,
};

function open(server: McpServer | null, changes: Partial<typeof mcp> = {}) {
  const onClose = vi.fn();
  const rig = adminRig({ mcp: { ...mcp, ...changes } });
  rig.show(<ServerDialog overview={overview} server={server} onClose={onClose} />);
  const dialog = within(screen.getByRole('dialog'));
  const type = async (label: string, text: string) => {
    await userEvent.clear(dialog.getByLabelText(label));
    await userEvent.type(dialog.getByLabelText(label), text);
  };
  const press = (name: string) => userEvent.click(dialog.getByRole('button', { name }));
  const sent = (path: string) => rig.calls.filter((call) => call.path === path).map(({ input }) => input);
  return { ...rig, dialog, type, press, sent, onClose };
}

const stored = sampleMcpServer({
  json: JSON.stringify({ type: 'stdio', command: 'npx', args: ['-y', 'some-server'], env: { API_KEY: '••••••••' }, timeout: 5 }),
});

describe('ServerDialog', () => {
  it('sends the form as long as nobody edited the JSON, so that the core leaves the other keys alone', async () => {
    const { type, press, sent, onClose } = open(stored);
    await type('Command', 'uvx');
    await press('JSON');
    await press('Form');
    await press('Save');
    await waitFor(() => expect(onClose).toHaveBeenCalledTimes(1));
    const config = { type: 'stdio', command: 'uvx', args: ['-y', 'some-server'], env: { API_KEY: '••••••••' }, cwd: null };
    expect(sent('mcp.edit')).toEqual([{ ref: { scope: stored.scope, name: stored.name }, draft: { kind: 'form', config } }]);
  });

  it('shows in JSON what was entered in the form, beside the keys that the form does not know', async () => {
    const { type, press, dialog } = open(stored);
    await type('Command', 'uvx');
    await press('JSON');
    const text = dialog.getByLabelText<HTMLTextAreaElement>('Entry as JSON').value;
    expect(JSON.parse(text)).toMatchObject({ command: 'uvx', timeout: 5 });
  });

  it('stays in the JSON that cannot be read, and sends nothing', async () => {
    const { press, dialog, calls } = open(stored);
    await press('JSON');
    await userEvent.clear(dialog.getByLabelText('Entry as JSON'));
    await userEvent.type(dialog.getByLabelText('Entry as JSON'), '{{ "command": ');
    await press('Form');
    expect(dialog.getByLabelText('Entry as JSON')).toBeTruthy();
    await press('Save');
    expect(dialog.getByText(/this is no valid JSON/)).toBeTruthy();
    expect(calls).toEqual([]);
  });

  it('opens an entry that is too broken for a form as JSON', () => {
    const { dialog } = open(sampleMcpServer({ config: null, json: '{"command": 5}' }));
    expect(dialog.getByLabelText<HTMLTextAreaElement>('Entry as JSON').value).toBe('{"command": 5}');
    expect(dialog.getByText('command: must be string')).toBeTruthy();
  });

  it('saves an entry of a kind that has no form as JSON', async () => {
    const server = sampleMcpServer({ config: null, json: '{"type":"ws","url":"wss://x.example"}' });
    const { press, type, sent, onClose } = open(server);
    await press('Form');
    await type('Name', 'two words');
    await press('Save');
    expect(sent('mcp.edit')).toEqual([]);
    await type('Name', 'socket');
    await press('Save');
    await waitFor(() => expect(onClose).toHaveBeenCalledTimes(1));
    expect(sent('mcp.edit')).toMatchObject([{ name: 'socket', draft: { kind: 'json', text: server.json } }]);
  });

  it('puts a refusal of the core at its field, or above all where it has none', async () => {
    const add = async () => {
      throw new AppError('MCP_NAME_TAKEN', 'there is one already', { field: 'name' });
    };
    const { type, press, dialog, onClose } = open(null, { add });
    await type('Name', 'files');
    await type('Command', 'npx');
    await press('Add');
    await waitFor(() => expect(dialog.getByText('there is one already')).toBeTruthy());
    expect(dialog.getByLabelText('Name').getAttribute('aria-invalid')).toBe('true');
    expect(onClose).not.toHaveBeenCalled();
  });

  it('begins the next argument with Enter, and makes rows of pasted lines', async () => {
    const { type, press, dialog, sent } = open(null);
    await type('Name', 'files');
    await type('Command', 'npx');
    await press('Add an argument');
    await userEvent.click(dialog.getByLabelText('Argument 1'));
    await userEvent.paste('-y\nsome-server');
    await userEvent.click(dialog.getByLabelText('Argument 2'));
    await userEvent.keyboard('{Enter}last');
    await press('Add');
    await waitFor(() => expect(sent('mcp.add')).toHaveLength(1));
    expect(sent('mcp.add')[0]).toMatchObject({ name: 'files', isEnabled: true, draft: { config: { args: ['-y', 'some-server', 'last'] } } });
  });

  it('tests what would be saved, with the stored entry for its masks', async () => {
    const { press, sent, dialog } = open(stored);
    await press('Test');
    await waitFor(() => expect(dialog.getByText(/^Works: ready after/)).toBeTruthy());
    const ref = { scope: stored.scope, name: stored.name };
    expect(sent('mcp.test')).toMatchObject([{ target: { draft: { kind: 'form' }, scope: stored.scope, from: ref } }]);
    expect(dialog.getByText('1 tool')).toBeTruthy();
  });
});
