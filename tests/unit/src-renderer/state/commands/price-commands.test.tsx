/** Prices and recalculation: what is sent, and what is asked again afterwards. */
import { act, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { usePriceCommands, useRecalculation } from '../../../../../src-renderer/state/commands/use-price-commands.ts';
import { useEndpoints } from '../../../../../src-renderer/state/queries/use-endpoints.ts';
import { usePrices } from '../../../../../src-renderer/state/queries/use-prices.ts';
import { adminRig } from '../../render-with-admin.tsx';

function rig() {
  const { hook, calls } = adminRig();
  const result = hook(() => ({ prices: usePrices(), endpoints: useEndpoints(), commands: usePriceCommands(), recalculation: useRecalculation() }));
  const asked = (path: string) => calls.filter((call) => call.path === path);
  const isLoaded = () => waitFor(() => expect([result.current.prices.data, result.current.endpoints.data]).not.toContain(undefined));
  return { result, asked, isLoaded };
}

it('asks for the prices of the last 30 days, and again when one was set or removed', async () => {
  const { result, asked, isLoaded } = rig();
  await isLoaded();
  expect(asked('pricing.list')).toEqual([{ path: 'pricing.list', input: { days: 30 } }]);
  await act(() => result.current.commands.set.mutateAsync({ model: 'm', input: 1, output: 2 }));
  await waitFor(() => expect(asked('pricing.list')).toHaveLength(2));
  await act(() => result.current.commands.remove.mutateAsync({ model: 'm' }));
  await waitFor(() => expect(asked('pricing.list')).toHaveLength(3));
  expect(asked('endpoints.list')).toHaveLength(1);
});

it('asks for everything again after costs were changed, and for nothing after they were only counted', async () => {
  const { result, asked, isLoaded } = rig();
  await isLoaded();
  const range = { sinceMs: 1, untilMs: 2 };
  await act(() => result.current.recalculation.count.mutateAsync({ ...range, isDryRun: true }));
  expect(result.current.recalculation.apply.data).toBeUndefined();
  await act(() => result.current.recalculation.apply.mutateAsync({ ...range, isDryRun: false }));
  await waitFor(() => expect(asked('pricing.list')).toHaveLength(2));
  expect(asked('endpoints.list')).toHaveLength(2);
  expect(asked('usage.recalculate').map(({ input }) => input)).toEqual([
    { ...range, isDryRun: true },
    { ...range, isDryRun: false },
  ]);
});
