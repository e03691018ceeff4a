import { describe, expect, it } from 'vitest';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { CLI_NOW_MS, runCli } from '../../../../support/cli-run.ts';

const services = fakeAdminServices();

describe('code-proxy token', () => {
  it('shows the instance’s token and the lines to use it elsewhere', async () => {
    const { out } = await runCli(['token', 'show'], { services });
    expect(out.split('\n')[0]).toBe('cp-current-token');
    expect(out).toContain('export ANTHROPIC_BASE_URL=http://127.0.0.1:9000\n  export ANTHROPIC_AUTH_TOKEN=cp-current-token\n');
    expect(JSON.parse((await runCli(['token', 'show', '--json'], { services })).out)).toEqual({
      token: 'cp-current-token',
      baseUrl: 'http://127.0.0.1:9000',
    });
  });

  it('has none to show when nothing runs', async () => {
    expect(await runCli(['token', 'show'], { services, instance: null })).toMatchObject({ exitCode: 1, out: '', opened: 0 });
  });

  it('tells a new token once and lists only its end', async () => {
    expect((await runCli(['token', 'add', 'ci'], { services })).out).toBe('cp-new-token\n');
    const used = fakeAdminServices({
      tokens: { ...services.tokens, list: async () => [{ name: 'ci', createdAtMs: CLI_NOW_MS - 60_000, lastUsedAtMs: null, tail: 'abcd' }] },
    });
    expect((await runCli(['token', 'list'], { services: used })).out).toBe('NAME  ENDS IN  MADE       LAST USED\nci    …abcd    1 min ago  –\n');
    expect(JSON.parse((await runCli(['token', 'list', '--json'], { services })).out).items[0]).toMatchObject({ name: 'ci', tail: 'abcd' });
  });

  it('revokes by name', async () => {
    const revoked: string[] = [];
    const noting = fakeAdminServices({ tokens: { ...services.tokens, revoke: async (name) => void revoked.push(name) } });
    expect((await runCli(['token', 'revoke', 'ci'], { services: noting })).exitCode).toBe(0);
    expect(revoked).toEqual(['ci']);
  });

  it('exits 2 for a name that cannot be one', async () => {
    expect(await runCli(['token', 'add', 'a/b'], { services })).toMatchObject({ exitCode: 2, out: '' });
  });
});
