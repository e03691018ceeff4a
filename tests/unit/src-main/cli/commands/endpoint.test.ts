import { describe, expect, it } from 'vitest';
import type { EndpointInput, EndpointPatch } from '../../../../../src-shared/schemas/endpoint.ts';
import { fakeAdminServices, sampleEndpoint } from '../../../../support/admin-services.ts';
import { type CliRunOptions, runCli } from '../../../../support/cli-run.ts';

function recorded() {
  const base = fakeAdminServices();
  const calls: unknown[] = [];
  const services = fakeAdminServices({
    endpoints: {
      ...base.endpoints,
      get: (idOrName) => sampleEndpoint({ id: `id of ${idOrName}`, name: idOrName, modelMap: { haiku: 'small' } }),
      add: async (input: EndpointInput) => {
        calls.push(['add', input]);
        return sampleEndpoint({ name: input.name, position: 3, credentialMask: 'sk-…abcd' });
      },
      edit: async (id: string, patch: EndpointPatch) => {
        calls.push(['edit', id, patch]);
        return sampleEndpoint({ id });
      },
      move: async (id, position) => {
        calls.push(['move', id, position]);
        return [sampleEndpoint({ id, position })];
      },
      rest: async (id, forMs) => {
        calls.push(['rest', id, forMs]);
        return sampleEndpoint({ id, name: 'main' });
      },
      restore: async (id) => {
        calls.push(['restore', id]);
        return sampleEndpoint({ id });
      },
      remove: async (id) => void calls.push(['remove', id]),
      test: async (target, model) => {
        calls.push(['test', target, model]);
        return {
          isOk: false,
          status: 401,
          durationMs: 3,
          model: model ?? 'cheap',
          message: 'it refused the key',
          remedy: 'check the key',
          proposal: null,
        };
      },
    },
  });
  const run = (args: readonly string[], options: Partial<CliRunOptions> = {}) => runCli(['endpoint', ...args], { services, ...options });
  return { run, calls };
}

describe('code-proxy endpoint', () => {
  it('adds with every option, the token from standard input', async () => {
    const { run, calls } = recorded();
    const args = [
      'add',
      '--name',
      'main',
      '--url',
      'https://api.example.com/v1/',
      '--token-stdin',
      '--auth',
      'bearer',
      '--map',
      'haiku=a',
      '--map',
      'x*=b',
      '--families',
      'opus,haiku',
      '--max-concurrent',
      '4',
      '--cost-multiplier',
      '0.5',
      '--input-includes-cache',
      '--note',
      'mine',
      '--disabled',
    ];
    const added = await run(args, { stdin: 'sk-very-secret\n' });
    expect(added).toMatchObject({ exitCode: 0, out: 'main added as P3\n', err: '' });
    expect(calls).toEqual([
      [
        'add',
        {
          name: 'main',
          baseUrl: 'https://api.example.com',
          protocol: 'anthropic',
          credential: 'sk-very-secret',
          authStyle: 'bearer',
          modelMap: { haiku: 'a', 'x*': 'b' },
          families: ['opus', 'haiku'],
          maxConcurrent: 4,
          costMultiplier: 0.5,
          inputIncludesCache: true,
          note: 'mine',
          isEnabled: false,
        },
      ],
    ]);
  });

  it.each([
    [['--url', 'api.example.com'], '--url must start with http:// or https://'],
    [['--url', 'http://user:pw@host'], '--url must not hold a user name'],
    [['--url', 'http://host', '--token', 'a\nb'], '--token contains a line break'],
    [['--url', 'http://host', '--auth', 'basic'], '--auth '],
    [['--url', 'http://host', '--families', 'gpt'], '--families Invalid option'],
    [['--url', 'http://host', '--max-concurrent', '0'], '--max-concurrent must be 1 to 1000'],
    [['--url', 'http://host', '--max-concurrent', 'many'], '--max-concurrent'],
    [['--url', 'http://host', '--cost-multiplier', '101'], '--cost-multiplier must be 0 to 100'],
    [['--url', 'http://host', '--cost-multiplier', '-1'], '--cost-multiplier'],
    [['--url', 'http://host', '--input-includes-cache', 'perhaps'], '--input-includes-cache'],
  ])('refuses %j with exit code 2 and without repeating a token', async (args, message) => {
    const { run, calls } = recorded();
    const refused = await run(['add', '--name', 'x', ...args]);
    expect(refused.exitCode).toBe(2);
    expect(refused.err).toContain(message);
    expect(refused.err).not.toContain('pw@');
    expect(calls).toEqual([]);
  });

  it('edits only what was named, merging the model map', async () => {
    const { run, calls } = recorded();
    await run(['edit', 'main', '--map', 'opus=big', '--families', 'all']);
    await run(['edit', 'main', '--no-token']);
    await run(['edit', 'main', '--max-concurrent', 'none']);
    await run(['edit', 'main', '--input-includes-cache', 'off', '--cost-multiplier', '0']);
    await run(['edit', 'main', '--url', 'http://other/']);
    expect(calls).toEqual([
      ['edit', 'id of main', { modelMap: { haiku: 'small', opus: 'big' }, families: [] }],
      ['edit', 'id of main', { credential: null }],
      ['edit', 'id of main', { maxConcurrent: null }],
      ['edit', 'id of main', { inputIncludesCache: false, costMultiplier: 0 }],
      ['edit', 'id of main', { baseUrl: 'http://other' }],
    ]);
    expect((await run(['edit', 'main'])).exitCode).toBe(2);
  });

  it('moves, enables, disables, restores and removes by name', async () => {
    const { run, calls } = recorded();
    const moved = await run(['move', 'main', '--to', '1', '--json']);
    expect(JSON.parse(moved.out).items).toHaveLength(1);
    await run(['enable', 'main']);
    await run(['disable', 'main']);
    await run(['restore', 'main']);
    const removed = await run(['remove', 'main', '--json']);
    expect(JSON.parse(removed.out)).toEqual({ removed: true, id: 'id of main', name: 'main' });
    expect(calls).toEqual([
      ['move', 'id of main', 1],
      ['edit', 'id of main', { isEnabled: true }],
      ['edit', 'id of main', { isEnabled: false }],
      ['restore', 'id of main'],
      ['remove', 'id of main'],
    ]);
  });

  it('lets an endpoint rest for a time, or until it is restored', async () => {
    const { run, calls } = recorded();
    expect((await run(['rest', 'main', '--for', '10m'])).out).toBe('main rests for 10 min 00 s\n');
    expect((await run(['rest', 'main'])).out).toBe('main rests until it is restored\n');
    expect(JSON.parse((await run(['rest', 'main', '--for', '2h', '--json'])).out)).toMatchObject({ id: 'id of main' });
    expect(calls).toEqual([
      ['rest', 'id of main', 600_000],
      ['rest', 'id of main', null],
      ['rest', 'id of main', 7_200_000],
    ]);
    const wrong = await run(['rest', 'main', '--for', 'soon']);
    expect(wrong.exitCode).toBe(2);
    expect(wrong.err).toContain('10m');
  });

  it('exits 1 when a connection test fails, and says what to do', async () => {
    const { run, calls } = recorded();
    const tested = await run(['test', 'main', '--model', 'big']);
    expect(tested).toMatchObject({ exitCode: 1, err: '' });
    expect(tested.out).toContain('check the key');
    expect(calls).toEqual([['test', { id: 'id of main' }, 'big']]);
  });

  it('lists and shows, also without a running instance', async () => {
    const { run } = recorded();
    expect((await run(['list'], { instance: null })).out).toContain('First');
    const list = JSON.parse((await run(['list', '--json'])).out);
    expect(list.items[0]).toMatchObject({ name: 'First', state: { kind: 'ready' } });
    expect(list.chains[0]).toEqual({ family: 'opus', endpoints: [{ id: 'endpoint-1', name: 'First', isResting: false }] });
    expect((await run(['show', 'main'])).out).toContain('haiku → small');
    expect(JSON.parse((await run(['show', 'main', '--json'])).out)).toMatchObject({ id: 'id of main' });
  });
});
