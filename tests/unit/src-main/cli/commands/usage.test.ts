import { describe, expect, it } from 'vitest';
import { usageInputSchema } from '../../../../../src-shared/schemas/usage.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { CLI_NOW_MS, runCli } from '../../../../support/cli-run.ts';

describe('code-proxy usage', () => {
  it('asks for the last days up to now, by what was named', async () => {
    const asked: unknown[] = [];
    const base = fakeAdminServices();
    const report: typeof base.usage.report = (input) => {
      asked.push(input);
      return base.usage.report(input);
    };
    const { out } = await runCli(['usage', '--by', 'model', '--days', '7'], { services: fakeAdminServices({ usage: { ...base.usage, report } }) });
    expect(usageInputSchema.parse(asked[0])).toMatchObject({ by: 'model', untilMs: CLI_NOW_MS, sinceMs: CLI_NOW_MS - 7 * 86_400_000 });
    expect(out).toMatch(/^MODEL .*\n2026-11-20 .*\ntotal /);
  });

  it('prints rows and totals as JSON', async () => {
    const { out } = await runCli(['usage', '--json'], { services: fakeAdminServices() });
    expect(JSON.parse(out)).toMatchObject({ rows: [{ key: '2026-11-20', outputTokens: 3 }], totals: { exchanges: 1 } });
  });

  it('shows hours, weeks and months as slots of a series with any use', async () => {
    const asked: unknown[] = [];
    const base = fakeAdminServices();
    const series: typeof base.usage.series = async (input) => {
      asked.push(input);
      const { lines } = await base.usage.series(input);
      return { slots: [{ key: '2026-11-20T14:00', startMs: 0, endMs: 3_600_000 }], lines };
    };
    const { out } = await runCli(['usage', '--by', 'hour', '--days', '1'], { services: fakeAdminServices({ usage: { ...base.usage, series } }) });
    expect(asked).toMatchObject([{ step: 'hour', by: null, sinceMs: CLI_NOW_MS - 86_400_000, untilMs: CLI_NOW_MS }]);
    expect(out).toMatch(/^HOUR .*\n2026-11-20 14:00 .*\ntotal /);
  });

  it('refuses a range without a day in it', async () => {
    for (const days of ['0', '40000'])
      expect(await runCli(['usage', '--days', days], { services: fakeAdminServices() })).toMatchObject({
        exitCode: 2,
        err: expect.stringContaining('1 to 36500'),
      });
  });

  it('refuses to sum by anything else', async () => {
    expect(await runCli(['usage', '--by', 'minute'], { services: fakeAdminServices() })).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('hour, day, week, month, model, endpoint'),
    });
  });

  it('prices anew what is recorded, or says what that would change', async () => {
    const asked: unknown[] = [];
    const base = fakeAdminServices();
    const recalculate: typeof base.usage.recalculate = async (input) => {
      asked.push(input);
      const changed = { attempts: 12, changed: 3, costBeforeMicroUsd: 1_000, costAfterMicroUsd: 2_500_000, newlyPriced: 2, newlyUnpriced: 0 };
      return input.sinceMs === 0 ? base.usage.recalculate(input) : { ...changed, isDryRun: input.isDryRun };
    };
    const services = fakeAdminServices({ usage: { ...base.usage, recalculate } });
    const run = (...args: string[]) => runCli(['usage', 'recalculate', ...args], { services });
    expect((await run('--since', '30d', '--dry-run')).out).toBe('The cost of 3 of 12 attempts would change (2 unpriced so far): $0.0010 → $2.50\n');
    expect((await run('--since', '2026-11-01T00:00Z', '--until', '1d')).out).toMatch(/^The cost of 3 of 12 attempts changed /);
    expect(JSON.parse((await run('--since', '1d', '--json')).out)).toMatchObject({ changed: 3, isDryRun: false });
    expect(asked).toEqual([
      { sinceMs: CLI_NOW_MS - 30 * 86_400_000, untilMs: CLI_NOW_MS, isDryRun: true },
      { sinceMs: Date.UTC(2026, 10, 1), untilMs: CLI_NOW_MS - 86_400_000, isDryRun: false },
      { sinceMs: CLI_NOW_MS - 86_400_000, untilMs: CLI_NOW_MS, isDryRun: false },
    ]);
    expect(await run()).toMatchObject({ exitCode: 2, err: expect.stringContaining('--since') });
  });
});
