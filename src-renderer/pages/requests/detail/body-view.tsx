/** A stored body: laid out, foldable, searchable, loaded in parts; and in words what of it is not there. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BodyAddress } from '../../../../src-shared/request-export/stored-bodies.ts';
import type { AuditBody } from '../../../../src-shared/schemas/audit.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { CopyButton } from '../../../components/copy-button.tsx';
import { FailureBanner } from '../../../components/data-panel.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { useFormat } from '../../../components/use-format.ts';
import { unfoldedFor } from '../../../state/messages/find-in-lines.ts';
import { layOutText } from '../../../state/messages/json-lines.ts';
import type { StoredText } from '../../../state/queries/use-stored-text.ts';
import { readFailure } from '../../../state/read-failure.ts';
import { FindBar } from './find-bar.tsx';
import { TextLines } from './text-lines.tsx';
import { useHits } from './use-hits.ts';

export interface BodyViewProps {
  readonly address: BodyAddress;
  readonly body: AuditBody;
  readonly stored: StoredText;
}

export function BodyView({ address, body, stored }: BodyViewProps) {
  const { text } = stored;
  if (text === undefined) return <BodyLoading stored={stored} />;
  return <LoadedBody address={address} body={body} stored={stored} text={text} />;
}

export function BodyLoading({ stored }: { readonly stored: StoredText }) {
  const { t } = useTranslation();
  if (stored.error !== null) return <FailureBanner failure={{ ...readFailure(stored.error), repair: 'retry' }} onRepair={stored.retry} />;
  return (
    <div role="status" aria-label={t('request.body.loading')}>
      <Skeleton rows={8} rowHeight="h-6" />
    </div>
  );
}

function LoadedBody({ address, body, stored, text }: BodyViewProps & { readonly text: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const lines = useMemo(() => layOutText(text), [text]);
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
  const hits = useHits(lines, stored, address);
  const current = hits.current === null ? undefined : hits.hits[hits.current];
  // What is found must be seen.
  const shownFolded = current === undefined ? folded : unfoldedFor(lines, folded, current.line);
  const size = format.bytes(body.textBytes);
  const toggle = (line: number) => setFolded(toggled(shownFolded, line));
  const inner = () => new Set(lines.flatMap(({ closedBy, depth }, index) => (closedBy !== null && depth > 0 ? [index] : [])));
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <FindBar word={hits.word} onWord={hits.setWord} at={hits.current} total={hits.total} isMore={hits.isMore} onStep={hits.step} />
        <span className="ml-auto text-[13px] text-muted tabular-nums">
          {body.bytes === body.textBytes ? size : t('request.body.sizeSent', { size, sent: format.bytes(body.bytes) })}
          {body.contentType !== null && ` · ${body.contentType}`}
        </span>
        {lines.some(({ closedBy }) => closedBy !== null) && (
          <Button size="small" onClick={() => setFolded(folded.size > 0 ? new Set() : inner())}>
            {t(folded.size > 0 ? 'request.body.unfoldAll' : 'request.body.foldAll')}
          </Button>
        )}
        <CopyButton text={text} what={t('request.body.copy')} />
      </div>
      <PartNotice body={body} stored={stored} />
      <TextLines label={t('request.body.text')} lines={lines} folded={shownFolded} hits={hits.hits} currentHit={hits.current} onFold={toggle} />
    </div>
  );
}

function toggled(folded: ReadonlySet<number>, line: number): ReadonlySet<number> {
  const next = new Set(folded);
  if (!next.delete(line)) next.add(line);
  return next;
}

/** That this is not all of the body, and how to get the rest if there is one. */
export function PartNotice({ body, stored }: { readonly body: AuditBody; readonly stored: StoredText }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      {body.kept === 'cut' && (
        <Banner tone="warn">{t('request.body.cut', { kept: format.bytes(body.textBytes), size: format.bytes(body.bytes) })}</Banner>
      )}
      {body.kept === 'unread' && <Banner tone="warn">{t('request.body.unread', { size: format.bytes(body.bytes) })}</Banner>}
      {stored.error !== null && <FailureBanner failure={{ ...readFailure(stored.error), repair: 'retry' }} onRepair={stored.retry} />}
      {!stored.isWhole && (
        <Banner
          tone="info"
          action={
            <Button size="small" disabled={stored.isLoading} onClick={() => stored.loadUpTo(Number.MAX_SAFE_INTEGER - 1)}>
              {t('request.body.loadAll')}
            </Button>
          }
        >
          {t('request.body.part', { loaded: format.bytes(stored.loadedBytes), size: format.bytes(stored.textBytes) })}
        </Banner>
      )}
    </>
  );
}

/** Why a body has no text; null when it has one. */
export function useBodyAbsence(body: AuditBody | null): string | null {
  const { t } = useTranslation();
  const format = useFormat();
  if (body === null) return t('request.body.none');
  if (body.kept === 'dropped') return t('request.body.dropped', { size: format.bytes(body.bytes) });
  if (body.kept === 'unreadable') return t('request.body.unreadable', { size: format.bytes(body.bytes) });
  if (body.kept === 'unread' && body.bytes === 0) return t('request.body.neverRead');
  return body.textBytes === 0 ? t('request.body.none') : null;
}
