import { act } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import { useShortcuts } from '../../../../../src-renderer/pages/shell/use-shortcuts.ts';
import { SEQUENCE_LIMIT_MS } from '../../../../../src-renderer/state/shortcuts.ts';
import { adminRig } from '../../render-with-admin.tsx';

const PRESSED_AT_MS = 40_000;

/** The clock of the page says `heardAtMs` while it deals with a key that was pressed at `pressedAtMs`. */
function press(key: string, pressedAtMs: number, heardAtMs: number): void {
  vi.spyOn(Date, 'now').mockReturnValue(heardAtMs);
  const event = new KeyboardEvent('keydown', { key, bubbles: true });
  Object.defineProperty(event, 'timeStamp', { value: pressedAtMs });
  act(() => {
    document.body.dispatchEvent(event);
  });
}

beforeEach(() => {
  adminRig().hook(useShortcuts);
});

it('takes two keys together that were pressed one after the other, although the page was busy and heard of the second one late', () => {
  press('g', PRESSED_AT_MS, 1_000_000);
  press('e', PRESSED_AT_MS + 100, 1_000_000 + 10 * SEQUENCE_LIMIT_MS);
  expect(window.location.pathname).toBe('/endpoints');
});

it('takes two keys apart that were pressed with a pause between them, although it heard of both at once', () => {
  press('g', PRESSED_AT_MS, 1_000_000);
  press('e', PRESSED_AT_MS + SEQUENCE_LIMIT_MS + 1, 1_000_000);
  expect(window.location.pathname).toBe('/');
});
