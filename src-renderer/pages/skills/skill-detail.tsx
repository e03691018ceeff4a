/** One skill beside the list, or in its place where there is no room for both: to read, as source, its files, and all that is known. */
import { ArrowLeft, ChevronDown, ChevronUp, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { SkillText, SkillView } from '../../../src-shared/schemas/skills.ts';
import { Banner } from '../../components/banner.tsx';
import { Button, IconButton } from '../../components/button.tsx';
import { DataPanel } from '../../components/data-panel.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { TabList } from '../../components/tab-list.tsx';
import { useSkillText } from '../../state/queries/use-skills.ts';
import { refOf } from '../../state/skills/skill-key.ts';
import { titleOf } from '../../state/skills/skill-rows.ts';
import { useEscape } from '../use-escape.ts';
import { failureOf, useRepair } from '../use-failures.ts';
import { type ListNeighbours, useNeighbourKeys } from '../use-neighbour-keys.ts';
import { ProblemNote } from './problem-note.tsx';
import { SkillAbout } from './skill-about.tsx';
import { SkillBadges } from './skill-row.tsx';
import { FilesPanel, ReadPanel, SourcePanel } from './skill-text-panel.tsx';

export interface SkillDetailProps {
  readonly skill: SkillView;
  readonly hasUpdate: boolean;
  readonly neighbours: ListNeighbours;
  /** Search part of the address of the list. */
  readonly listHref: string;
  readonly actions: ReactNode;
  readonly onGo: (key: string) => void;
  readonly onShowUpdate: () => void;
  readonly onClose: () => void;
}

const TABS = ['read', 'source', 'files', 'about'] as const;
type Tab = (typeof TABS)[number];
const BESIDE =
  'wide:sticky wide:top-16 wide:max-h-[calc(100dvh-5rem)] wide:overflow-y-auto wide:rounded-lg wide:border wide:border-line wide:bg-surface wide:px-4 wide:py-3';

export function SkillDetail(props: SkillDetailProps) {
  const { skill, hasUpdate, onShowUpdate, onClose } = props;
  const { t } = useTranslation();
  const [tab, setTab] = useState<Tab>('read');
  const text = useSkillText(refOf(skill));
  const repair = useRepair(text.refetch);
  useEscape(onClose);
  return (
    <aside aria-label={t('skills.detail.label')} className={BESIDE}>
      <Head {...props} />
      <div className="flex flex-col gap-3">
        {skill.problems.map((problem, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: problems have no other identity and come all at once
          <ProblemNote key={index} problem={problem} />
        ))}
        {hasUpdate && (
          <Banner
            tone="info"
            action={
              <Button size="small" onClick={onShowUpdate}>
                {t('skills.update.show')}
              </Button>
            }
          >
            {t('skills.update.available', { count: 1, value: 1 })}
          </Banner>
        )}
        <TabList
          label={t('skills.detail.tabs.label')}
          value={tab}
          tabs={TABS.map((value) => ({ value, label: t(`skills.detail.tabs.${value}`) }))}
          onChange={setTab}
        >
          {tab === 'about' ? (
            <SkillAbout skill={skill} />
          ) : (
            <DataPanel data={text.data} failure={failureOf(text)} skeleton={<Skeleton rows={5} rowHeight="h-12" />} onRepair={repair}>
              {(data) => PANELS[tab](data)}
            </DataPanel>
          )}
        </TabList>
      </div>
    </aside>
  );
}

const PANELS: Readonly<Record<Exclude<Tab, 'about'>, (text: SkillText) => ReactNode>> = {
  read: (text) => <ReadPanel text={text} />,
  source: (text) => <SourcePanel text={text} />,
  files: (text) => <FilesPanel text={text} />,
};

function Head({ skill, hasUpdate, neighbours, listHref, actions, onGo, onClose }: SkillDetailProps) {
  const { t } = useTranslation();
  useNeighbourKeys(neighbours, onGo);
  const icon = 'size-4';
  const goTo = (key: string | null) => key !== null && onGo(key);
  return (
    <header className="mb-3 flex flex-col gap-1">
      <Link to={listHref} className="flex items-center gap-1 self-start text-muted hover:text-text wide:sr-only">
        <ArrowLeft aria-hidden className={icon} />
        {t('skills.detail.back')}
      </Link>
      <div className="flex items-start justify-between gap-3">
        <h2 className="min-w-0 flex-1 text-lg leading-8 font-semibold wrap-anywhere">{titleOf(skill)}</h2>
        <div className="flex h-8 shrink-0 items-center gap-1">
          {actions}
          <IconButton
            size="smallIcon"
            label={t('skills.detail.previous')}
            icon={<ChevronUp aria-hidden className={icon} />}
            disabled={neighbours.previous === null}
            onClick={() => goTo(neighbours.previous)}
          />
          <IconButton
            size="smallIcon"
            label={t('skills.detail.next')}
            icon={<ChevronDown aria-hidden className={icon} />}
            disabled={neighbours.next === null}
            onClick={() => goTo(neighbours.next)}
          />
          <IconButton size="smallIcon" label={t('skills.detail.close')} icon={<X aria-hidden className={icon} />} onClick={onClose} />
        </div>
      </div>
      <div className="flex flex-wrap gap-1 empty:hidden">
        <SkillBadges skill={skill} hasUpdate={hasUpdate} />
      </div>
    </header>
  );
}
