/** The sheet of keyboard shortcuts. */
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../components/dialog.tsx';
import { SHORTCUTS, type ShortcutAction } from '../../state/shortcuts.ts';
import { useUi } from '../../state/ui-store.ts';

const NAMES = {
  'go-dashboard': 'shortcuts.goDashboard',
  'go-endpoints': 'shortcuts.goEndpoints',
  'go-requests': 'shortcuts.goRequests',
  'go-rules': 'shortcuts.goRules',
  'go-claude-code': 'shortcuts.goClaudeCode',
  'go-mcp': 'shortcuts.goMcp',
  'go-skills': 'shortcuts.goSkills',
  'go-doctor': 'shortcuts.goDoctor',
  'go-settings': 'shortcuts.goSettings',
  'focus-filter': 'shortcuts.filter',
  'new-endpoint': 'shortcuts.newEndpoint',
  'show-sheet': 'shortcuts.sheet',
} as const satisfies Record<ShortcutAction, string>;

export function ShortcutSheet() {
  const { t } = useTranslation();
  const isOpen = useUi((state) => state.isShortcutSheetOpen);
  const setOpen = useUi((state) => state.setShortcutSheetOpen);
  const rows = [
    ...SHORTCUTS.map(({ keys, action }) => ({ keys, name: t(NAMES[action]) })),
    { keys: ['j', 'k'], name: t('request.shortcut') },
    { keys: ['Esc'], name: t('shortcuts.close') },
    { keys: ['Space', '↑', '↓'], name: t('shortcuts.sort') },
  ];
  return (
    <Dialog title={t('shortcuts.title')} isOpen={isOpen} onClose={() => setOpen(false)}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-2">
        {rows.map(({ keys, name }) => (
          <div key={name} className="contents">
            <dt className="flex items-center gap-1">
              {keys.map((key) => (
                <kbd key={key} className="rounded border border-line-strong bg-sunken px-1.5 font-mono text-[13px]">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{name}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
