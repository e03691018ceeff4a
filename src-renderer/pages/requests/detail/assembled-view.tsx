/** An answer as the message that it makes: its blocks, why it stopped, and what is missing of it. */
import { useTranslation } from 'react-i18next';
import { Badge } from '../../../components/badge.tsx';
import { Banner } from '../../../components/banner.tsx';
import type { AssembledMessage } from '../../../state/messages/assemble-message.ts';
import { BlockView, toolNamesIn } from './content-block.tsx';

/** Here the text is what matters: only one that would make the page slow is shortened. */
const WHOLE_CHARACTERS = 100_000;

export function AssembledView({ message }: { readonly message: AssembledMessage | null }) {
  const { t } = useTranslation();
  if (message === null) return <p className="text-muted">{t('request.answer.notAMessage')}</p>;
  const { blocks, error, isComplete, stopReason, unknown, model } = message;
  const toolNames = toolNamesIn(blocks);
  return (
    <div className="flex max-w-4xl flex-col gap-3 rounded-lg border border-line bg-surface px-4 py-3">
      <p className="flex flex-wrap items-center gap-2 text-[13px] text-muted">
        {model}
        {stopReason !== null && <Badge>{t('request.answer.stopReason', { reason: stopReason })}</Badge>}
      </p>
      {error !== null && (
        <Banner tone="bad">
          <p className="font-medium">{t('request.answer.error')}</p>
          <p>
            <code className="font-mono">{error.type}</code> {error.message}
          </p>
        </Banner>
      )}
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks of a stored message have no other identity and never move
        <BlockView key={index} block={block} toolNames={toolNames} beginning={WHOLE_CHARACTERS} />
      ))}
      {blocks.length === 0 && error === null && <p className="text-muted">{t('request.talk.empty')}</p>}
      {!isComplete && <Banner tone="warn">{t('request.answer.cut')}</Banner>}
      {unknown.length > 0 && <p className="text-[13px] text-muted">{t('request.answer.unknown', { names: unknown.join(', ') })}</p>}
    </div>
  );
}
