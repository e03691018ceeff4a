/** State of the user interface itself. What the core knows is never kept here: that is in the query cache. */
import { createContext, useContext } from 'react';
import { createStore, useStore } from 'zustand';

export interface UiState {
  /** Whether this tab may ask the core; the others show how to log in again. `left`: the user logged out. */
  readonly session: 'active' | 'ended' | 'left';
  /** State of the event feed. */
  readonly connection: 'connecting' | 'open' | 'lost';
  readonly isShortcutSheetOpen: boolean;
  /** Query part of the dashboard's address as it was left, for the way back: empty, or with its question mark. */
  readonly dashboardSearch: string;
  /** Ids of endpoints whose proposal the user does not want to see now. */
  readonly hiddenProposals: readonly string[];
  endSession(): void;
  leaveSession(): void;
  beginSession(): void;
  setConnection(connection: UiState['connection']): void;
  setShortcutSheetOpen(isOpen: boolean): void;
  setDashboardSearch(search: string): void;
  hideProposal(endpointId: string): void;
}

export type UiStore = ReturnType<typeof createUiStore>;

export function createUiStore() {
  return createStore<UiState>()((set) => ({
    session: 'active',
    connection: 'connecting',
    isShortcutSheetOpen: false,
    dashboardSearch: '',
    hiddenProposals: [],
    // What was under way when the user logged out fails afterwards, and that is no news.
    endSession: () => set(({ session }) => ({ session: session === 'left' ? session : 'ended' })),
    leaveSession: () => set({ session: 'left' }),
    beginSession: () => set({ session: 'active', connection: 'connecting' }),
    setConnection: (connection) => set({ connection }),
    setShortcutSheetOpen: (isShortcutSheetOpen) => set({ isShortcutSheetOpen }),
    setDashboardSearch: (dashboardSearch) => set({ dashboardSearch }),
    hideProposal: (endpointId) => set(({ hiddenProposals }) => ({ hiddenProposals: [...hiddenProposals, endpointId] })),
  }));
}

export const UiStoreContext = createContext<UiStore | null>(null);

export function useUi<T>(select: (state: UiState) => T): T {
  const store = useContext(UiStoreContext);
  if (store === null) throw new Error('useUi needs a UiStoreContext above it');
  return useStore(store, select);
}
