/** Everything that Code Proxy does in Claude Code's own files, for one folder at a time. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClaudeFolderView } from '../../../src-shared/schemas/claude-settings.ts';
import { DataPanel } from '../../components/data-panel.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Select } from '../../components/select.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useClaudeFolders } from '../../state/queries/use-claude-files.ts';
import { useSettings } from '../../state/queries/use-settings.ts';
import { failureOf, useRepair } from '../use-failures.ts';
import { BackupsCard } from './backups-card.tsx';
import { ConflictsCard } from './conflicts-card.tsx';
import { ConnectionCard } from './connection-card.tsx';
import { FoldersCard } from './folders-card.tsx';
import { LaunchCard } from './launch-card.tsx';
import { SwitchesCard } from './switches-card.tsx';
import { ModelsCard, ValuesCard } from './values-card.tsx';

export function ClaudeCodePage() {
  const { t } = useTranslation();
  const folders = useClaudeFolders();
  const repair = useRepair(folders.refetch);
  const [chosen, setChosen] = useState<string | null>(null);
  const list = folders.data ?? [];
  const folder = list.find((one) => one.folder === chosen) ?? list[0];
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader title={t('claudeCode.title')} subtitle={t('claudeCode.subtitle')} />
      <div className="flex flex-col gap-4">
        <LaunchCard />
        <DataPanel data={folder} failure={failureOf(folders)} skeleton={<Skeleton rows={4} rowHeight="h-36" />} onRepair={repair}>
          {(shown) => (
            <>
              {list.length > 1 && <FolderPicker folders={list} chosen={shown.folder} onChange={setChosen} />}
              <FolderCards key={shown.folder} folder={shown} />
            </>
          )}
        </DataPanel>
      </div>
    </div>
  );
}

function FolderCards({ folder }: { readonly folder: ClaudeFolderView }) {
  const settings = useSettings();
  return (
    <>
      <ConnectionCard folder={folder} />
      <ConflictsCard folder={folder.folder} />
      {settings.data !== undefined && <ValuesCard view={settings.data} />}
      {settings.data !== undefined && <ModelsCard view={settings.data} />}
      <SwitchesCard folder={folder.folder} />
      <BackupsCard folder={folder} />
      {settings.data !== undefined && <FoldersCard view={settings.data} />}
    </>
  );
}

interface FolderPickerProps {
  readonly folders: readonly ClaudeFolderView[];
  readonly chosen: string;
  readonly onChange: (folder: string) => void;
}

function FolderPicker({ folders, chosen, onChange }: FolderPickerProps) {
  const { t } = useTranslation();
  const note = ({ isDefault, isThere }: ClaudeFolderView) => {
    if (isDefault) return ` (${t('claudeCode.inUse')})`;
    return isThere ? '' : ` (${t('claudeCode.folders.missing')})`;
  };
  return (
    <Select
      label={t('claudeCode.folder')}
      className="w-full font-mono text-[13px]"
      value={chosen}
      options={folders.map((one) => ({ value: one.folder, label: `${one.folder}${note(one)}` }))}
      onChange={onChange}
    />
  );
}
