/** Installing skills: a source, what is in it, a choice, the result. Closing it gives up what has not been installed yet. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SkillInstallSource, SkillJob } from '../../../src-shared/schemas/skill-job.ts';
import type { SkillPlaceView } from '../../../src-shared/schemas/skills.ts';
import { Button } from '../../components/button.tsx';
import { FailureBanner } from '../../components/data-panel.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useSkillJobCommands } from '../../state/commands/use-skill-job-commands.ts';
import { useSkillJob } from '../../state/queries/use-skill-jobs.ts';
import { failureOf, useFailureText } from '../use-failures.ts';
import { CandidateList } from './candidate-list.tsx';
import { InstallResult } from './install-result.tsx';
import { JobProgress } from './job-progress.tsx';
import { ProblemNote } from './problem-note.tsx';
import { EMPTY_DRAFT, SourceForm } from './source-form.tsx';

export interface InstallDialogProps {
  readonly places: readonly SkillPlaceView[];
  readonly projects: readonly string[];
  readonly onOpen: (key: string) => void;
  readonly onClose: () => void;
}

export function InstallDialog({ places, projects, onOpen, onClose }: InstallDialogProps) {
  const { t } = useTranslation();
  const install = useInstall(projects);
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const { job, upload } = install;
  const close = () => {
    install.giveUp();
    onClose();
  };
  return (
    <Dialog title={t('skills.installer.title')} description={t('skills.installer.text')} isOpen isWide onClose={close}>
      {/* As high from the first step on: the dialog does not jump between them. */}
      <div className="min-h-64">
        {job === null ? (
          <>
            <SourceForm
              draft={draft}
              onDraft={(change) => setDraft({ ...draft, ...change })}
              refusal={install.refusal}
              isBusy={install.isBusy}
              onFind={install.find}
              onFile={install.uploadFile}
            />
            {upload !== null && (
              <JobProgress phase="uploading" doneBytes={upload.doneBytes} totalBytes={upload.totalBytes} onCancel={install.giveUp} />
            )}
          </>
        ) : (
          <JobView job={job} install={install} places={places} onOpen={onOpen} onClose={close} />
        )}
      </div>
    </Dialog>
  );
}

interface JobViewProps extends Omit<InstallDialogProps, 'projects'> {
  readonly job: SkillJob;
  readonly install: Install;
}

function JobView({ job, install, places, onOpen, onClose }: JobViewProps) {
  const { t } = useTranslation();
  const { choose, giveUp } = install;
  const failure = failureOf(choose);
  switch (job.phase) {
    case 'downloading':
    case 'checking':
    case 'installing':
      return (
        <JobProgress phase={job.phase} doneBytes={job.doneBytes} totalBytes={job.totalBytes} onCancel={job.phase === 'installing' ? null : giveUp} />
      );
    case 'choosing':
      return (
        <>
          {failure !== null && <FailureBanner failure={failure} onRepair={choose.reset} />}
          <CandidateList
            job={job}
            places={places}
            isBusy={choose.isPending}
            onInstall={(place, selections) => choose.mutate({ id: job.id, place, selections })}
            onBack={giveUp}
          />
        </>
      );
    case 'done':
      return <InstallResult job={job} onOpen={onOpen} onAgain={giveUp} onClose={onClose} />;
    case 'failed':
    case 'cancelled':
      return (
        <div className="flex flex-col items-start gap-3">
          {job.problem === null ? <p role="status">{t('skills.installer.cancelled')}</p> : <ProblemNote problem={job.problem} />}
          <Button onClick={giveUp}>{t('skills.installer.again')}</Button>
        </div>
      );
  }
}

type Install = ReturnType<typeof useInstall>;

function useInstall(projects: readonly string[]) {
  const commands = useSkillJobCommands();
  const failureText = useFailureText();
  const [jobId, setJobId] = useState<string | null>(null);
  const [upload, setUpload] = useState<{ readonly doneBytes: number; readonly totalBytes: number } | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);
  const job = useSkillJob(jobId).data ?? null;
  useEffect(() => () => running.current?.abort(), []);

  const onError = (error: unknown) => setRefusal(failureText(error));
  const find = (source: SkillInstallSource) => {
    setRefusal(null);
    commands.choose.reset();
    commands.find.mutate({ source, projects: [...projects] }, { onError, onSuccess: ({ id }) => setJobId(id) });
  };
  const uploadFile = (file: File) => {
    const controller = new AbortController();
    running.current = controller;
    setRefusal(null);
    setUpload({ doneBytes: 0, totalBytes: file.size });
    const onProgress = (doneBytes: number) => setUpload({ doneBytes, totalBytes: file.size });
    const end = () => !controller.signal.aborted && setUpload(null);
    commands.upload.mutate(
      { file, signal: controller.signal, onProgress },
      {
        onSettled: end,
        onError: (error) => !controller.signal.aborted && onError(error),
        onSuccess: (uploadId) => find({ kind: 'upload', uploadId }),
      },
    );
  };
  /** Back to the beginning. What has been installed stays. */
  const giveUp = () => {
    running.current?.abort();
    setUpload(null);
    setRefusal(null);
    setJobId(null);
    if (job !== null && (job.phase === 'downloading' || job.phase === 'checking' || job.phase === 'choosing')) commands.cancel.mutate({ id: job.id });
  };
  return { job, upload, refusal, isBusy: commands.find.isPending || upload !== null, choose: commands.choose, find, uploadFile, giveUp };
}
