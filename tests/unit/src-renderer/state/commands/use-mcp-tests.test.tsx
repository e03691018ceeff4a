/** Commands about MCP servers, and their tests: what is sent, and what the page knows afterwards. */
import { act, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useMcpCommands } from '../../../../../src-renderer/state/commands/use-mcp-commands.ts';
import { useMcpTest, useMcpTests } from '../../../../../src-renderer/state/commands/use-mcp-tests.ts';
import { useMcp } from '../../../../../src-renderer/state/queries/use-mcp.ts';
import { AppError } from '../../../../../src-shared/app-error.ts';
import type { McpTest, McpTestInput } from '../../../../../src-shared/schemas/mcp-test.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { sampleMcpServer } from '../../../../support/mcp-double.ts';
import { adminRig } from '../../render-with-admin.tsx';

const { mcp, mcpTests } = fakeAdminServices();
const { scope, name } = sampleMcpServer();
const target = { ref: { scope, name } };
const works: McpTest = {
  isOk: true,
  stage: 'done',
  error: null,
  server: { name: 'x', version: '1' },
  protocol: '2025-11-25',
  tools: [],
  resources: [],
  prompts: [],
  cut: [],
  tookMs: 1,
  stderr: '',
};

describe('MCP commands', () => {
  it('show a switched server at once and ask for the list anew', async () => {
    const { hook, calls } = adminRig({ mcp: { ...mcp, setEnabled: async (ref, isEnabled) => sampleMcpServer({ ...ref, isEnabled }) } });
    const result = hook(() => ({ list: useMcp().data, commands: useMcpCommands() }));
    await waitFor(() => expect(result.current.list?.servers[0]?.isEnabled).toBe(true));
    await act(() => result.current.commands.setEnabled.mutateAsync({ ref: { scope, name }, isEnabled: false }));
    expect(calls.map(({ path }) => path)).toEqual(['mcp.list', 'mcp.setEnabled', 'mcp.list']);
  });
});

it('a server that goes into a project is looked for there, whether Claude Code knows the project or not', async () => {
  const project = { kind: 'project', project: '/projects/new' } as const;
  const list = async ({ projects }: { readonly projects: readonly string[] }) => ({
    ...(await mcp.list({ projects: [] })),
    servers: projects.map((path) => sampleMcpServer({ scope: { kind: 'project', project: path }, name: 'shared' })),
  });
  const { hook } = adminRig({ mcp: { ...mcp, list } });
  const result = hook(() => ({ list: useMcp().data, commands: useMcpCommands() }));
  await waitFor(() => expect(result.current.list?.servers).toEqual([]));
  const draft = { kind: 'form', config: { type: 'stdio', command: 'x' } } as const;
  await act(() => result.current.commands.add.mutateAsync({ scope: project, name: 'shared', draft }));
  await waitFor(() => expect(result.current.list?.servers).toMatchObject([{ scope: project, name: 'shared' }]));
});

function testRig(run: (input: McpTestInput) => Promise<McpTest>) {
  const cancelled: string[] = [];
  const rig = adminRig({ mcpTests: { ...mcpTests, run, cancel: (id) => void cancelled.push(id) } });
  const result = rig.hook(() => ({ one: useMcpTest('one'), two: useMcpTest('two'), tests: useMcpTests() }));
  return { ...rig, result, cancelled };
}

describe('tests of MCP servers', () => {
  it('are under way, and then done with what came of them', async () => {
    const { promise, resolve } = Promise.withResolvers<McpTest>();
    const { result } = testRig(() => promise);
    expect(result.current.one).toBeNull();
    act(() => void result.current.tests.run({ key: 'one', target }));
    await waitFor(() => expect(result.current.one?.kind).toBe('running'));
    resolve(works);
    await waitFor(() => expect(result.current.one).toMatchObject({ kind: 'done', result: { isOk: true } }));
    expect(result.current.two).toBeNull();
    act(() => result.current.tests.forget('one'));
    await waitFor(() => expect(result.current.one).toBeNull());
  });

  it('say when the core refuses to test', async () => {
    const { result } = testRig(async () => {
      throw new AppError('MCP_SERVER_NOT_FOUND', 'there is none of this name');
    });
    await act(() => result.current.tests.run({ key: 'one', target }));
    await waitFor(() => expect(result.current.one?.kind).toBe('refused'));
  });

  it('can be given up, and a later test of the same server has the word', async () => {
    const answers: ((result: McpTest) => void)[] = [];
    const { result, cancelled, calls } = testRig(() => new Promise((resolve) => answers.push(resolve)));
    act(() => void result.current.tests.run({ key: 'one', target }));
    await waitFor(() => expect(answers).toHaveLength(1));
    act(() => result.current.tests.cancel('one'));
    await waitFor(() => expect(cancelled).toHaveLength(1));
    expect(calls[0]?.input).toMatchObject({ id: cancelled[0] });
    act(() => void result.current.tests.run({ key: 'one', target, timeoutMs: 60_000 }));
    await waitFor(() => expect(answers).toHaveLength(2));
    expect(calls.at(-1)?.input).toMatchObject({ timeoutMs: 60_000 });
    answers[0]?.({ ...works, tookMs: 111 });
    answers[1]?.({ ...works, tookMs: 222 });
    await waitFor(() => expect(result.current.one).toMatchObject({ kind: 'done', result: { tookMs: 222 } }));
  });

  it('of all go a few at a time, and those that have not begun are left out when it is stopped', async () => {
    const answers: (() => void)[] = [];
    const { result } = testRig(() => new Promise((resolve) => answers.push(() => resolve(works))));
    const abort = new AbortController();
    let ended = 0;
    const keys = ['one', 'b', 'c', 'd', 'two'];
    let isOver = false;
    act(() => {
      void result.current.tests
        .runAll(
          keys.map((key) => ({ key, target })),
          abort.signal,
          () => {
            ended += 1;
          },
        )
        .then(() => {
          isOver = true;
        });
    });
    await waitFor(() => expect(answers).toHaveLength(3));
    await waitFor(() => expect([result.current.one?.kind, result.current.two?.kind]).toEqual(['running', 'waiting']));
    answers[0]?.();
    await waitFor(() => expect(answers).toHaveLength(4));
    abort.abort();
    for (const answer of answers) answer();
    await waitFor(() => expect(isOver).toBe(true));
    expect([answers.length, ended]).toEqual([4, 5]);
    await waitFor(() => expect(result.current.two).toBeNull());
  });
});
