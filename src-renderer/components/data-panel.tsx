/** Decides what stands in for data: a skeleton of the same size, the failure with its repair, the empty state, or the data. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Repair } from '../../src-shared/app-error.ts';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { useCoreWords } from './use-core-words.ts';

export interface PanelFailure {
  readonly code?: string | null;
  /** In English, from the core. Null: the user interface finds words by `kind`. */
  readonly message: string | null;
  readonly kind: string;
  readonly repair: Repair | null;
}

export interface DataPanelProps<T> {
  readonly data: T | undefined;
  readonly failure: PanelFailure | null;
  /** Drawn while the first answer is awaited; as large as the data will be. */
  readonly skeleton: ReactNode;
  readonly isEmpty?: (data: T) => boolean;
  readonly empty?: ReactNode;
  readonly onRepair: (repair: Repair) => void;
  readonly children: (data: T) => ReactNode;
}

export function DataPanel<T>({ data, failure, skeleton, isEmpty, empty, onRepair, children }: DataPanelProps<T>) {
  const { t } = useTranslation();
  // Old data is better than none: a failed refresh is said above it.
  const notice = failure !== null && <FailureBanner failure={failure} onRepair={onRepair} />;
  if (data === undefined) {
    if (notice !== false) return notice;
    return (
      <div role="status" aria-busy="true" aria-label={t('common.loading')}>
        {skeleton}
      </div>
    );
  }
  return (
    <>
      {notice}
      {isEmpty?.(data) === true ? empty : children(data)}
    </>
  );
}

export function FailureBanner({ failure, onRepair }: { readonly failure: PanelFailure; readonly onRepair: (repair: Repair) => void }) {
  const { t } = useTranslation();
  const words = useCoreWords();
  const { repair, message, code = null } = failure;
  const text = message === null ? t(failure.kind === 'unreachable' ? 'failure.unreachable' : 'failure.unknown') : words.error(code, message);
  return (
    <Banner
      tone="bad"
      className="m-2"
      action={
        repair !== null && (
          <Button size="small" onClick={() => onRepair(repair)}>
            {t(`failure.repair.${repair}`)}
          </Button>
        )
      }
    >
      <p className="font-medium">{t('failure.title')}</p>
      <p>{text}</p>
    </Banner>
  );
}
