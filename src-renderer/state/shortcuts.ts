/** Which keys do what. Pure: the caller feeds keys in and acts on the result. */

export type ShortcutAction =
  | 'go-dashboard'
  | 'go-endpoints'
  | 'go-requests'
  | 'go-rules'
  | 'go-claude-code'
  | 'go-mcp'
  | 'go-skills'
  | 'go-doctor'
  | 'go-settings'
  | 'focus-filter'
  | 'new-endpoint'
  | 'show-sheet';

export interface Shortcut {
  /** Keys in the order of pressing. */
  readonly keys: readonly string[];
  readonly action: ShortcutAction;
}

export const SHORTCUTS: readonly Shortcut[] = [
  { keys: ['g', 'd'], action: 'go-dashboard' },
  { keys: ['g', 'e'], action: 'go-endpoints' },
  { keys: ['g', 'r'], action: 'go-requests' },
  { keys: ['g', 'f'], action: 'go-rules' },
  { keys: ['g', 'c'], action: 'go-claude-code' },
  { keys: ['g', 'm'], action: 'go-mcp' },
  { keys: ['g', 'l'], action: 'go-skills' },
  { keys: ['g', 'o'], action: 'go-doctor' },
  { keys: ['g', 's'], action: 'go-settings' },
  { keys: ['/'], action: 'focus-filter' },
  { keys: ['n'], action: 'new-endpoint' },
  { keys: ['?'], action: 'show-sheet' },
];

/** The second key must follow within this time, or it counts as a first key. */
export const SEQUENCE_LIMIT_MS = 1_200;

export interface KeyProgress {
  readonly pressed: readonly string[];
  readonly atMs: number;
}
export const NO_KEYS: KeyProgress = { pressed: [], atMs: 0 };

export interface KeyStep {
  readonly progress: KeyProgress;
  readonly action: ShortcutAction | null;
}

/** What pressing `key` means after `progress`. @param atMs When it was pressed, by the clock that `progress` goes by. */
export function pressKey(progress: KeyProgress, key: string, atMs: number): KeyStep {
  const before = atMs - progress.atMs <= SEQUENCE_LIMIT_MS ? progress.pressed : [];
  for (const pressed of [[...before, key], [key]]) {
    const found = SHORTCUTS.find((shortcut) => shortcut.keys.join(' ') === pressed.join(' '));
    if (found !== undefined) return { progress: NO_KEYS, action: found.action };
    const isPrefix = SHORTCUTS.some(
      (shortcut) => shortcut.keys.length > pressed.length && pressed.every((part, index) => shortcut.keys[index] === part),
    );
    if (isPrefix) return { progress: { pressed, atMs }, action: null };
  }
  return { progress: NO_KEYS, action: null };
}
