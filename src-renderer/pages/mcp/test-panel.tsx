/** What the test of an MCP server found: what it offers, or why it failed and what to do about it. */
import { CircleCheck, CircleX, LoaderCircle, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { McpTest } from '../../../src-shared/schemas/mcp-test.ts';
import { MS_PER_MINUTE } from '../../../src-shared/units.ts';
import { Badge } from '../../components/badge.tsx';
import { Button, IconButton } from '../../components/button.tsx';
import { useFormat } from '../../components/use-format.ts';
import type { TestState } from '../../state/commands/use-mcp-tests.ts';
import { useFailureText } from '../use-failures.ts';
import { OfferList } from './offer-list.tsx';
import { useOfferText, useTestErrorText } from './use-mcp-words.ts';

/** For a server whose package has to be downloaded first. */
const LONGER_MS = MS_PER_MINUTE;

/** The state of the last test in a word. */
export function TestBadge({ state }: { readonly state: TestState | null }) {
  const { t } = useTranslation();
  const offerText = useOfferText();
  if (state === null) return null;
  if (state.kind === 'waiting' || state.kind === 'running') return <Badge tone="accent">{t('mcpTest.state.running')}</Badge>;
  if (state.kind === 'refused' || !state.result.isOk) return <Badge tone="bad">{t('mcpTest.state.failed')}</Badge>;
  return (
    <Badge tone="ok">
      {t('mcpTest.state.works')} · {offerText(state.result)}
    </Badge>
  );
}

export interface TestPanelProps {
  readonly name: string;
  readonly state: TestState | null;
  readonly onCancel: () => void;
  /** @param timeoutMs  Absent: as long as usual. */
  readonly onAgain: (timeoutMs?: number) => void;
  readonly onClose: () => void;
}

export function TestPanel(props: TestPanelProps) {
  const { name, state, onCancel } = props;
  const { t } = useTranslation();
  return (
    <div role="status">
      {state?.kind === 'running' && (
        <div className="mt-2 flex items-center gap-2 rounded-md bg-sunken py-1 pr-1 pl-3 text-muted">
          <LoaderCircle aria-hidden className="size-4 shrink-0 animate-spin" />
          <span className="min-w-0 flex-1 truncate">{t('mcpTest.testing', { name })}</span>
          <Button size="small" onClick={onCancel}>
            {t('mcpTest.cancel')}
          </Button>
        </div>
      )}
      {state?.kind === 'refused' && <Refused error={state.error} onClose={props.onClose} />}
      {state?.kind === 'done' && <Found {...props} result={state.result} />}
    </div>
  );
}

function Found({ result, onAgain, onClose }: TestPanelProps & { readonly result: McpTest }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { isOk, error, server, protocol, tookMs, stderr } = result;
  const duration = format.duration(tookMs);
  const Icon = isOk ? CircleCheck : CircleX;
  const facts = [
    ...(server === null ? [] : [t('mcpTest.server', server)]),
    ...(protocol === null ? [] : [t('mcpTest.protocol', { version: protocol })]),
  ];
  return (
    <div className={`mt-2 flex items-start gap-2 rounded-md px-3 py-2 ${isOk ? 'bg-ok-soft' : 'bg-bad-soft'}`}>
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${isOk ? 'text-ok' : 'text-bad'}`} />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className={`font-medium break-words ${isOk ? 'text-ok' : 'text-bad'}`}>
          {t(isOk ? 'mcpTest.heading' : 'mcpTest.headingFailed', { duration })}{' '}
          {facts.length > 0 && <span className="font-normal">· {facts.join(' · ')}</span>}
        </p>
        {error !== null && <Why error={error} stage={result.stage} />}
        {(isOk || server !== null) && <OfferList result={result} />}
        {stderr !== '' && <Stderr text={stderr} isOpen={!isOk} />}
        {!isOk && (
          <div className="mt-1 flex gap-2">
            <Button size="small" onClick={() => onAgain()}>
              {t('mcpTest.again')}
            </Button>
            {error?.code === 'timed-out' && (
              <Button size="small" onClick={() => onAgain(LONGER_MS)}>
                {t('mcpTest.longer', { duration: format.duration(LONGER_MS) })}
              </Button>
            )}
          </div>
        )}
      </div>
      <IconButton size="smallIcon" label={t('common.close')} icon={<X aria-hidden className="size-4" />} onClick={onClose} />
    </div>
  );
}

function Why({ error, stage }: { readonly error: NonNullable<McpTest['error']>; readonly stage: McpTest['stage'] }) {
  const { t } = useTranslation();
  const text = useTestErrorText()(error);
  return (
    <>
      <p className="break-words">
        {text.message} <span className="text-muted">({t(`mcpTest.stage.${stage}`)})</span>
      </p>
      {text.detail !== '' && <p className="font-mono text-[13px] break-words">{text.detail}</p>}
      <p>{text.remedy}</p>
    </>
  );
}

function Stderr({ text, isOpen }: { readonly text: string; readonly isOpen: boolean }) {
  const { t } = useTranslation();
  return (
    <details open={isOpen}>
      <summary className="w-fit cursor-pointer text-[13px] text-muted">{t('mcpTest.stderr')}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, which needs the focus to be done from the keyboard */}
      <section aria-label={t('mcpTest.stderr')} tabIndex={0} className="mt-1 max-h-40 overflow-auto rounded border border-line bg-surface p-2">
        <pre className="font-mono text-xs break-words whitespace-pre-wrap">{text}</pre>
      </section>
    </details>
  );
}

function Refused({ error, onClose }: { readonly error: unknown; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const text = useFailureText()(error);
  return (
    <div className="mt-2 flex items-start gap-2 rounded-md bg-bad-soft px-3 py-2">
      <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
      <p className="min-w-0 flex-1 break-words">{text}</p>
      <IconButton size="smallIcon" label={t('common.close')} icon={<X aria-hidden className="size-4" />} onClick={onClose} />
    </div>
  );
}
