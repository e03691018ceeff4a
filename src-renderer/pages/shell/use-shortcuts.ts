/** Listens for shortcut keys wherever nobody is typing and no dialog is open. */
import { useRef } from 'react';
import { useNavigate } from 'react-router';
import { NO_KEYS, pressKey, type ShortcutAction } from '../../state/shortcuts.ts';
import { useUi } from '../../state/ui-store.ts';
import { usePageKeys } from '../use-page-keys.ts';

const PATHS: Partial<Record<ShortcutAction, string>> = {
  'go-dashboard': '/',
  'go-endpoints': '/endpoints',
  'go-requests': '/requests',
  'go-rules': '/rules',
  'go-claude-code': '/claude-code',
  'go-mcp': '/mcp',
  'go-skills': '/skills',
  'go-doctor': '/doctor',
  'go-settings': '/settings',
  'new-endpoint': '/endpoints?new=1',
};

/** The filter that `/` jumps to carries this attribute. */
export const FILTER_SELECTOR = '[data-shortcut="filter"]';

export function useShortcuts(): void {
  const navigate = useNavigate();
  const setSheetOpen = useUi((state) => state.setShortcutSheetOpen);
  const progress = useRef(NO_KEYS);
  const act = (action: ShortcutAction) => {
    const path = PATHS[action];
    if (path !== undefined) void navigate(path);
    else if (action === 'show-sheet') setSheetOpen(true);
    else {
      const filter = document.querySelector(FILTER_SELECTOR);
      if (filter instanceof HTMLElement) filter.focus();
      else void navigate('/requests?focus=filter');
    }
  };
  usePageKeys((event) => {
    // When it was pressed: a page that is being drawn may hear of it much later.
    const step = pressKey(progress.current, event.key, event.timeStamp);
    progress.current = step.progress;
    if (step.action === null) return;
    event.preventDefault();
    act(step.action);
  });
}
