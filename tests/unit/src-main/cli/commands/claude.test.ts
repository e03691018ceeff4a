import { describe, expect, it } from 'vitest';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { type CliRunOptions, runCli } from '../../../../support/cli-run.ts';

const base = fakeAdminServices();
const run = (args: readonly string[], claude: Partial<typeof base.claude> = {}, options: Partial<CliRunOptions> = {}) =>
  runCli(['claude', ...args], { services: fakeAdminServices({ claude: { ...base.claude, ...claude } }), ...options });

describe('code-proxy claude', () => {
  it('applies, taking over only when told so', async () => {
    const asked: unknown[] = [];
    const apply: typeof base.claude.apply = async (options, folder) => {
      asked.push([options, folder]);
      return base.claude.apply(options);
    };
    expect((await run(['apply'], { apply })).out).toContain('/home/user/.claude/settings.json');
    await run(['apply', '--take-over'], { apply });
    await run(['apply', '--folder', '/other/.claude/'], { apply });
    expect(asked).toEqual([
      [{ takeOver: false }, undefined],
      [{ takeOver: true }, undefined],
      [{ takeOver: false }, '/other/.claude'],
    ]);
  });

  it('needs a running proxy to apply, but not to restore', async () => {
    expect(await run(['apply'], {}, { instance: null })).toMatchObject({ exitCode: 1, opened: 0 });
    expect(await run(['restore', '--json'], {}, { instance: null })).toMatchObject({ exitCode: 0, opened: 1 });
  });

  it('exits 1 when the file was refused', async () => {
    const refused = { kind: 'refused', file: '/f', message: 'line 3 is broken' } as const;
    const { exitCode, out } = await run(['apply'], { apply: async () => refused });
    expect(exitCode).toBe(1);
    expect(out).toContain('line 3 is broken');
  });

  it('shows the diff with an explanation of each key', async () => {
    const diff = {
      file: '/f',
      diff: '--- a\n+++ b\n@@ -1 +1 @@\n-\tx\n+\ty\n',
      keys: [{ key: 'env.API_TIMEOUT_MS', before: null, after: '1', explanation: 'how long it waits' }],
    };
    const { out } = await run(['diff'], { diff: async () => diff });
    expect(out).toBe('--- a\n+++ b\n@@ -1 +1 @@\n-    x\n+    y\n\n  env.API_TIMEOUT_MS  how long it waits\n');
    expect(JSON.parse((await run(['diff', '--json'], { diff: async () => diff })).out)).toEqual(diff);
    expect((await run(['diff'])).out).toContain('Nothing to change');
  });
});
