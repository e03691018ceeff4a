/** Values in other files of Claude Code's, each switched on and off by itself. */
import { useTranslation } from 'react-i18next';
import type { ClaudeSwitch } from '../../../src-shared/schemas/claude-settings.ts';
import { Badge } from '../../components/badge.tsx';
import { Card } from '../../components/card.tsx';
import { DataPanel } from '../../components/data-panel.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { Switch } from '../../components/switch.tsx';
import { useCoreWords } from '../../components/use-core-words.ts';
import { useClaudeCommands } from '../../state/commands/use-claude-commands.ts';
import { useClaudeSwitches } from '../../state/queries/use-claude-files.ts';
import { SettingRow } from '../setting-row.tsx';
import { useFailureText, useRepair } from '../use-failures.ts';
import { failureOnPage } from './failure-on-page.ts';

export function SwitchesCard({ folder }: { readonly folder: string }) {
  const { t } = useTranslation();
  const switches = useClaudeSwitches(folder);
  const repair = useRepair(switches.refetch);
  return (
    <Card title={t('claudeCode.switches.title')}>
      <p className="border-b border-line px-4 py-3 text-[13px] text-muted">{t('claudeCode.switches.hint')}</p>
      <DataPanel data={switches.data} failure={failureOnPage(switches)} skeleton={<Skeleton rows={2} rowHeight="h-16" />} onRepair={repair}>
        {(list) => (
          <div className="divide-y divide-line">
            {list.map((one) => (
              <FileSwitchRow key={one.name} folder={folder} entry={one} />
            ))}
          </div>
        )}
      </DataPanel>
    </Card>
  );
}

function FileSwitchRow({ folder, entry }: { readonly folder: string; readonly entry: ClaudeSwitch }) {
  const { t } = useTranslation();
  const words = useCoreWords();
  const failureText = useFailureText();
  const { setSwitch } = useClaudeCommands();
  const { name, key, file, state, problem } = entry;
  const title = t(`claudeCode.switches.${name}.title`);
  const failed = setSwitch.error === null ? null : failureText(setSwitch.error);
  return (
    <SettingRow
      title={title}
      effect={`${t(`claudeCode.switches.${name}.effect`)} ${t('claudeCode.switches.where', { key, file })}.`}
      error={failed ?? (problem === null ? null : words.sentence(problem))}
    >
      {(describedBy) => (
        <span className="flex items-center gap-2">
          {state === 'foreign' && <Badge title={t('claudeCode.switches.foreignHint')}>{t('claudeCode.switches.foreign')}</Badge>}
          {state === 'unreadable' && <Badge tone="bad">{t('claudeCode.switches.unreadable')}</Badge>}
          <Switch
            label={title}
            describedBy={describedBy}
            isOn={state === 'on' || state === 'foreign'}
            isDisabled={state === 'foreign' || state === 'unreadable' || setSwitch.isPending}
            onChange={(isOn) => setSwitch.mutate({ folder, name, isOn })}
          />
        </span>
      )}
    </SettingRow>
  );
}
