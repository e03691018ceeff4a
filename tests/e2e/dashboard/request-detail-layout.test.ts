/** The parts of a request in detail, in both themes and in small and large windows. */
import { expect, it } from 'vitest';
import { useDashboardBrowser } from '../../support/dashboard-page.ts';
import { openDetail } from '../../support/detail-page.ts';
import { streamText } from '../../support/fake-endpoint.ts';
import { accessibilityFaults, cutTexts, misfits, resize, settle, stillness } from '../../support/page-inspection.ts';

const browser = useDashboardBrowser();

const SIZES = [
  { width: 900, height: 600 },
  { width: 1600, height: 1000 },
];

it.each([
  ['overview', 'headers', 'request'],
  ['answer', 'conversation', 'replay'],
])('has no serious accessibility fault and fits into small and large windows: %s, %s, %s', async (...parts) => {
  const { dashboard, id } = await openDetail(browser, [streamText('The cat sat.')]);
  const { page } = dashboard;
  for (const part of parts) {
    await settle(dashboard, `/requests/${id}?tab=${part}`);
    await page
      .getByRole('tabpanel')
      .getByRole('status', { name: /Loading/ })
      .first()
      .waitFor({ state: 'detached' });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
      await stillness(page);
      expect.soft(await accessibilityFaults(page), `${part}, ${colorScheme}`).toEqual([]);
    }
    for (const size of SIZES) {
      await resize(page, size);
      expect.soft([...(await misfits(page)), ...(await cutTexts(page))], `${part} at ${size.width}`).toEqual([]);
    }
  }
});
