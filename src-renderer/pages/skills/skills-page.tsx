/**
 * The skills of the user and of projects, with one of them in detail: side by side where there is room, else one instead of the
 * other. Filters, the open skill and dialogs are in the address.
 */
import { Archive, Plus, RefreshCw } from 'lucide-react';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SkillList as SkillAnswer, SkillRef, SkillView } from '../../../src-shared/schemas/skills.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { DataPanel } from '../../components/data-panel.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useSkillJobCommands } from '../../state/commands/use-skill-job-commands.ts';
import { useUpdateJob } from '../../state/queries/use-skill-jobs.ts';
import { useSkillExtras, useSkills } from '../../state/queries/use-skills.ts';
import { isUnderWay, openUpdates } from '../../state/skills/skill-job-state.ts';
import { placeKey, refOf, skillKey } from '../../state/skills/skill-key.ts';
import { shownSkills } from '../../state/skills/skill-rows.ts';
import { failureOf, useRepair, useReportFailure } from '../use-failures.ts';
import { BackupsDialog } from './backups-dialog.tsx';
import { InstallDialog } from './install-dialog.tsx';
import { NoMatch, NoSkills } from './no-skills.tsx';
import { ProblemNote } from './problem-note.tsx';
import { SkillActions } from './skill-actions.tsx';
import { type SkillAddress, useSkillAddress } from './skill-address.ts';
import { SkillDetail } from './skill-detail.tsx';
import { SkillExtras } from './skill-extras.tsx';
import { SkillFilters } from './skill-filters.tsx';
import { SkillList } from './skill-list.tsx';
import { UpdateBanner } from './update-banner.tsx';
import { UpdatesDialog } from './updates-dialog.tsx';
import { type SkillProjects, useSkillProjects } from './use-skill-projects.ts';

export function SkillsPage() {
  const { t } = useTranslation();
  const address = useSkillAddress();
  const projects = useSkillProjects();
  const skills = useSkills(projects.projects);
  const repair = useRepair(skills.refetch);
  const updates = useUpdates(projects.projects);
  const places = skills.data?.places ?? [];
  const open = skills.data?.items.find((skill) => skillKey(skill) === address.open) ?? null;
  const close = () => address.showDialog(null);
  return (
    <div className={classNames(open !== null && 'wide:grid wide:grid-cols-[minmax(0,1fr)_31rem] wide:items-start wide:gap-5')}>
      <div className={classNames('min-w-0', open !== null && 'hidden wide:block')}>
        <PageHeader title={t('skills.title')} subtitle={t('skills.subtitle')}>
          <HeaderButtons address={address} isChecking={updates.isChecking} onCheck={() => updates.check(null)} />
        </PageHeader>
        <UpdateBanner job={updates.job} isAsked={updates.isAsked} onShow={() => address.showDialog('updates')} onCancel={updates.cancel} />
        <DataPanel data={skills.data} failure={failureOf(skills)} skeleton={<Skeleton rows={5} rowHeight="h-24" />} onRepair={repair}>
          {(data) => <Content data={data} address={address} projects={projects} updates={updates} />}
        </DataPanel>
      </div>
      {open !== null && skills.data !== undefined && <Detail data={skills.data} skill={open} address={address} updates={updates} />}
      {address.dialog === 'new' && skills.data !== undefined && (
        <InstallDialog places={places} projects={projects.projects} onOpen={address.show} onClose={close} />
      )}
      {address.dialog === 'updates' && <UpdatesDialog job={updates.job} onCheck={updates.check} onClose={close} />}
      {address.dialog === 'backups' && <BackupsDialog onClose={close} />}
    </div>
  );
}

interface HeaderButtonsProps {
  readonly address: SkillAddress;
  readonly isChecking: boolean;
  readonly onCheck: () => void;
}

function HeaderButtons({ address, isChecking, onCheck }: HeaderButtonsProps) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-wrap gap-2">
      <Button onClick={() => address.showDialog('backups')}>
        <Archive aria-hidden className="size-4" />
        {t('skills.backups')}
      </Button>
      <Button disabled={isChecking} onClick={onCheck}>
        <RefreshCw aria-hidden className="size-4" />
        {t('skills.check')}
      </Button>
      <InstallButton address={address} />
    </div>
  );
}

function InstallButton({ address }: { readonly address: SkillAddress }) {
  const { t } = useTranslation();
  return (
    <Button variant="primary" onClick={() => address.showDialog('new')}>
      <Plus aria-hidden className="size-4" />
      {t('skills.install')}
    </Button>
  );
}

interface ContentProps {
  readonly data: SkillAnswer;
  readonly address: SkillAddress;
  readonly projects: SkillProjects;
  readonly updates: Updates;
}

function Content({ data, address, projects, updates }: ContentProps) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const input = useRef<HTMLInputElement>(null);
  const extras = useSkillExtras(projects.projects);
  // A keystroke is drawn at once, the list behind it when there is time.
  const filter = useDeferredValue(address.filter);
  const shown = useMemo(() => shownSkills(data.items, filter, i18n.language), [data.items, filter, i18n.language]);
  const count = data.items.length;
  const value = format.count(count);
  const folder = data.places.find(({ isDefault }) => isDefault)?.skillsFolder ?? data.places[0]?.skillsFolder ?? '~/.claude/skills';
  const clear = () => {
    address.narrow({ text: '', place: null, state: 'all' });
    input.current?.focus();
  };
  return (
    <>
      <SkillFilters address={address} places={data.places} projects={projects} input={input} />
      <Notes data={data} address={address} projects={projects} />
      {count === 0 ? (
        <NoSkills folder={folder}>
          <InstallButton address={address} />
        </NoSkills>
      ) : (
        <>
          <p role="status" className="mb-1 text-[13px] text-muted tabular-nums">
            {shown.length === count ? t('skills.count', { count, value }) : t('skills.countOf', { count, value, shown: format.count(shown.length) })}
          </p>
          {shown.length === 0 ? (
            <NoMatch onClear={clear} />
          ) : (
            <SkillList
              skills={shown}
              places={data.places}
              updates={updates.open}
              address={address}
              onCheck={(skill) => updates.check([refOf(skill)])}
            />
          )}
        </>
      )}
      {extras.data !== undefined && <SkillExtras extras={extras.data} places={data.places} />}
    </>
  );
}

/** Places that could not be read, projects that the user named and that are not there, and an address of a skill that is gone. */
function Notes({ data, address, projects }: Pick<ContentProps, 'data' | 'address' | 'projects'>) {
  const { t } = useTranslation();
  const isGone = address.open !== null && !data.items.some((skill) => skillKey(skill) === address.open);
  return (
    <div className="mb-3 flex flex-col gap-2 empty:hidden">
      {isGone && <Banner tone="warn">{t('skills.detail.gone')}</Banner>}
      {data.places.map(({ place, skillsFolder, exists, problem }) => {
        if (problem !== null) return <ProblemNote key={placeKey(place)} problem={problem} tone="warn" />;
        const isMissing = !exists && place.kind === 'project' && projects.projects.includes(place.project);
        return isMissing ? (
          <Banner key={placeKey(place)} tone="warn" className="wrap-anywhere">
            {t('skills.place.missing', { folder: skillsFolder })}
          </Banner>
        ) : null;
      })}
    </div>
  );
}

interface DetailProps {
  readonly data: SkillAnswer;
  readonly skill: SkillView;
  readonly address: SkillAddress;
  readonly updates: Updates;
}

function Detail({ data, skill, address, updates }: DetailProps) {
  const { i18n } = useTranslation();
  const keys = shownSkills(data.items, address.filter, i18n.language).map(skillKey);
  const key = skillKey(skill);
  const at = keys.indexOf(key);
  const hasUpdate = updates.open.has(key);
  const close = () => address.show(null);
  const showUpdate = () => address.showDialog('updates');
  return (
    <SkillDetail
      key={key}
      skill={skill}
      hasUpdate={hasUpdate}
      neighbours={{ previous: keys[at - 1] ?? null, next: keys[at + 1] ?? null }}
      listHref={address.searchOf(null)}
      actions={
        <SkillActions skill={skill} hasUpdate={hasUpdate} onCheck={() => updates.check([refOf(skill)])} onShowUpdate={showUpdate} onRemoved={close} />
      }
      onGo={address.show}
      onShowUpdate={showUpdate}
      onClose={close}
    />
  );
}

type Updates = ReturnType<typeof useUpdates>;

/** The search for updates: the newest one, and how to begin or end it. */
function useUpdates(projects: readonly string[]) {
  const job = useUpdateJob().data;
  const commands = useSkillJobCommands();
  const onError = useReportFailure();
  const [isAsked, setIsAsked] = useState(false);
  const open = useMemo(() => openUpdates(job), [job]);
  return {
    job,
    isAsked,
    open,
    isChecking: commands.check.isPending || (job !== null && isUnderWay(job)),
    /** Null: all skills. */
    check: (refs: SkillRef[] | null) => {
      setIsAsked(true);
      commands.check.mutate({ refs, projects: [...projects] }, { onError });
    },
    cancel: (id: string) => commands.cancel.mutate({ id }, { onError }),
  };
}
