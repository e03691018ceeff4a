import { renderHook } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { createUiStore, useUi } from '../../../../src-renderer/state/ui-store.ts';

describe('ui store', () => {
  it('waits for the feed anew when a session begins', () => {
    const store = createUiStore();
    store.getState().setConnection('lost');
    store.getState().endSession();
    expect(store.getState().session).toBe('ended');
    store.getState().beginSession();
    expect(store.getState()).toMatchObject({ session: 'active', connection: 'connecting' });
  });

  it('keeps saying that the user logged out when what was under way fails afterwards', () => {
    const store = createUiStore();
    store.getState().leaveSession();
    store.getState().endSession();
    expect(store.getState().session).toBe('left');
    store.getState().beginSession();
    expect(store.getState().session).toBe('active');
  });

  it('is a fresh one each time, so that nothing is shared by accident', () => {
    createUiStore().getState().setDashboardSearch('?range=year');
    expect(createUiStore().getState().dashboardSearch).toBe('');
  });

  it('remembers which proposals were put off', () => {
    const store = createUiStore();
    store.getState().hideProposal('one');
    store.getState().hideProposal('two');
    expect(store.getState().hiddenProposals).toEqual(['one', 'two']);
  });

  it('says what is missing when it is used outside the app', () => {
    expect(() => renderHook(() => useUi((state) => state.session))).toThrow('UiStoreContext');
  });
});
