import { act } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useAddress } from '../../../../src-renderer/pages/use-address.ts';
import { adminRig } from '../render-with-admin.tsx';

const shown = () => `${window.location.pathname}${window.location.search}`;

function open(path: string) {
  window.history.replaceState(null, '', path);
  const address = adminRig().hook(useAddress);
  const { change } = address.current;
  return { address, change, set: (name: string, value: string) => change((now) => new URLSearchParams([...now, [name, value]])) };
}

describe('useAddress', () => {
  it('begins each step where the one before ended, also when nothing was drawn in between', () => {
    const { address, change, set } = open('/requests');
    act(() => {
      set('tab', 'headers');
      set('status', '529');
      change((now) => now, { pathname: '/requests/2' });
    });
    expect(shown()).toBe('/requests/2?tab=headers&status=529');
    expect(address.current.search.get('status')).toBe('529');
  });

  it('leaves the address of another page alone', () => {
    const { set } = open('/requests');
    window.history.pushState(null, '', '/skills?state=off');
    act(() => set('text', 'typed before'));
    expect(shown()).toBe('/skills?state=off');
  });
});
