import { screen } from '@testing-library/react';
import { Suspense } from 'react';
import { describe, expect, it } from 'vitest';
import { loadedLate } from '../../../../src-renderer/components/loaded-late.tsx';
import { adminRig } from '../render-with-admin.tsx';

function show(load: () => Promise<(props: { readonly name: string }) => string>) {
  const Part = loadedLate(load);
  adminRig().show(
    <>
      <p>the rest of the page</p>
      <Suspense fallback="loading">
        <Part name="trend" />
      </Suspense>
    </>,
  );
}

describe('loadedLate', () => {
  it('shows the part with its properties once it is loaded', async () => {
    show(
      async () =>
        ({ name }) =>
          `drawn: ${name}`,
    );
    expect(await screen.findByText('drawn: trend')).toBeTruthy();
  });

  it('keeps the rest of the page when the part cannot be loaded, and offers to load again', async () => {
    show(() => Promise.reject(new TypeError('Failed to fetch dynamically imported module')));
    expect(await screen.findByText('This part could not be loaded.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Load again' })).toBeTruthy();
    expect(screen.getByText('the rest of the page')).toBeTruthy();
  });
});
