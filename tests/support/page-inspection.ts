/** What can be seen to be wrong with a page: accessibility faults, what does not fit, what is cut off, what moved while it loaded. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import type { Dashboard } from './dashboard-page.ts';

/** Loads the page and waits until it has its data and nothing moves any more. */
export async function settle(dashboard: Dashboard, path: string): Promise<void> {
  const { page } = dashboard;
  await dashboard.visit(path);
  // Not by roles and names: a dialog that opens with the page hides the rest, and the names are in three languages.
  await page.waitForFunction(() => document.querySelector('#page [aria-busy="true"]') === null && document.querySelector('#page *') !== null);
  if (path.includes('?new') || path.includes('?edit')) await page.getByRole('dialog').waitFor();
  await stillness(page);
}

/** Resolves when no transition runs. What pulses or spins never ends and does not count. */
export async function stillness(page: Page): Promise<void> {
  await page.evaluate(() => {
    const ending = document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Number.POSITIVE_INFINITY);
    // One that is cancelled has ended as well.
    return Promise.allSettled(ending.map((one) => one.finished));
  });
}

/** How long charts and columns may take to follow the window; what does not fit after that is a finding. */
const FOLLOW_LIMIT_MS = 3_000;
const LOOK_EVERY_MS = 100;

export async function resize(page: Page, size: { readonly width: number; readonly height: number }): Promise<void> {
  await page.setViewportSize({ ...size });
  await stillness(page);
  for (let waitedMs = 0; waitedMs < FOLLOW_LIMIT_MS && (await misfits(page)).length > 0; waitedMs += LOOK_EVERY_MS) {
    await page.waitForTimeout(LOOK_EVERY_MS);
  }
  await stillness(page);
}

/** Serious and critical findings of axe-core. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  // There are no frames, so the mode that opens a further tab to merge their results only takes time.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary?.split('\n')[1] ?? ''}`));
}

/** What sticks out of the window, or scrolls sideways where only long code may. */
export function misfits(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) found.push(`the page scrolls sideways: ${document.documentElement.scrollWidth} > ${width}`);
    const isCut = (element: Element) => {
      for (let up = element.parentElement; up !== null; up = up.parentElement) if (getComputedStyle(up).overflowX !== 'visible') return true;
      return false;
    };
    const describe = (element: Element) =>
      `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> ${element.textContent.slice(0, 40)}`;
    for (const element of document.querySelectorAll('body *')) {
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      if (box.width === 0 || box.height === 0 || style.visibility === 'hidden' || element.closest('.sr-only, [data-sonner-toaster]') !== null)
        continue;
      if ((box.right > width + 1 || box.left < -1) && !isCut(element)) found.push(`sticks out: ${describe(element)}`);
      const scrolls = style.overflowX === 'auto' || style.overflowX === 'scroll';
      if (scrolls && element.scrollWidth > element.clientWidth + 1) found.push(`scrolls sideways: ${describe(element)}`);
    }
    return found;
  });
}

/** Texts that are cut off and can be read nowhere: neither a title nor a tooltip has them. */
export function cutTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const box = element.getBoundingClientRect();
      const { overflowX, visibility } = getComputedStyle(element);
      const text = element instanceof HTMLInputElement ? '' : element.textContent.trim();
      if (box.width <= 1 || box.height <= 1 || visibility === 'hidden' || text === '' || element.closest('.sr-only, svg') !== null) continue;
      const isCutOff = (overflowX === 'hidden' || overflowX === 'clip') && element.scrollWidth > element.clientWidth + 1;
      const isTightButton = element.matches('button, a, th, [role=tab]') && element.scrollWidth > element.clientWidth + 1;
      // A title may be on what is cut off, around it, or on the text within it.
      if ((isCutOff || isTightButton) && element.closest('[title]') === null && element.querySelector('[title]') === null)
        found.push(`<${element.tagName.toLowerCase()} class="${element.className}"> ${text.slice(0, 60)}`);
    }
    return found;
  });
}

/** Counts how much of the page moves by itself while it loads; call before the page is opened. */
export async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shifts: string[] = [];
    Object.assign(window, { layoutShifts: { total: 0, shifts } });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, hadRecentInput, sources } = entry as PerformanceEntry & {
          value: number;
          hadRecentInput: boolean;
          sources: { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[];
        };
        if (hadRecentInput) continue;
        (window as unknown as { layoutShifts: { total: number } }).layoutShifts.total += value;
        for (const { node, previousRect, currentRect } of sources)
          shifts.push(
            `${value.toFixed(4)} ${node instanceof Element ? `<${node.tagName.toLowerCase()} class="${node.getAttribute('class') ?? ''}">` : 'text'} ${Math.round(previousRect.x)},${Math.round(previousRect.y)} to ${Math.round(currentRect.x)},${Math.round(currentRect.y)}`,
          );
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** Cumulative layout shift of the page as it is loaded now, and what moved. */
export function layoutShift(page: Page): Promise<{ readonly total: number; readonly shifts: readonly string[] }> {
  return page.evaluate(() => (window as unknown as { layoutShifts: { total: number; shifts: string[] } }).layoutShifts);
}
