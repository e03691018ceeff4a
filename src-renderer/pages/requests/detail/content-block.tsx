/** One block of a message: text, thinking, a call of a tool or its result, an image in words, or whatever else there is. */
import { Brain, FileText, Image, Puzzle, Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../../components/badge.tsx';
import { classNames } from '../../../components/class-names.ts';
import { useFormat } from '../../../components/use-format.ts';
import type { ContentBlock } from '../../../state/messages/content-blocks.ts';
import { LongText } from './long-text.tsx';

export interface BlockViewProps {
  readonly block: ContentBlock;
  /** Names of tools by the ids of their calls. */
  readonly toolNames: ReadonlyMap<string, string>;
  /** How much of a long text shows first, characters; left out: half a screen. */
  readonly beginning?: number;
}

export function BlockView({ block, toolNames, beginning }: BlockViewProps) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col items-start gap-1">
      <BlockContent block={block} toolNames={toolNames} {...(beginning === undefined ? {} : { beginning })} />
      {block.cacheControl !== null && <Badge tone="accent">{t('request.talk.cache', { kind: block.cacheControl })}</Badge>}
    </div>
  );
}

function BlockContent({ block, toolNames, beginning }: BlockViewProps) {
  const { t } = useTranslation();
  const format = useFormat();
  switch (block.kind) {
    case 'text':
      return <LongText text={block.text} beginning={beginning} />;
    case 'thinking':
      return (
        <Framed icon={<Brain aria-hidden className="size-4" />} title={t('request.talk.thinking')}>
          {block.isSealed ? (
            <p className="text-muted">{t('request.talk.sealed')}</p>
          ) : (
            <LongText text={block.text} beginning={beginning} className="text-muted" />
          )}
        </Framed>
      );
    case 'tool-use':
      return (
        <Framed icon={<Wrench aria-hidden className="size-4" />} title={t('request.talk.toolUse', { name: block.name })}>
          <LongText text={block.input} beginning={beginning} className="font-mono text-[13px]" />
        </Framed>
      );
    case 'tool-result': {
      const name = toolNames.get(block.toolUseId) ?? t('request.talk.aTool');
      return (
        <Framed
          icon={<Wrench aria-hidden className="size-4" />}
          title={t(block.isError ? 'request.talk.toolError' : 'request.talk.toolResult', { name })}
          isBad={block.isError}
        >
          {block.blocks.map((inner, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: blocks of a stored message have no other identity and never move
            <BlockView key={index} block={inner} toolNames={toolNames} />
          ))}
        </Framed>
      );
    }
    case 'media': {
      const values = {
        type: block.mediaType ?? t('request.talk.unknownType'),
        size: block.sizeBytes === null ? t('request.talk.unknownSize') : format.bytes(block.sizeBytes),
      };
      const isImage = block.type === 'image';
      return (
        <p className="flex items-center gap-2 rounded-md border border-dashed border-line-strong bg-sunken px-3 py-2 text-muted">
          {isImage ? <Image aria-hidden className="size-4" /> : <FileText aria-hidden className="size-4" />}
          {t(isImage ? 'request.talk.image' : 'request.talk.document', values)}
        </p>
      );
    }
    case 'other':
      return (
        <Framed icon={<Puzzle aria-hidden className="size-4" />} title={t('request.talk.other', { type: block.type || t('common.unknown') })}>
          <LongText text={block.json} className="font-mono text-[13px]" />
        </Framed>
      );
  }
}

interface FramedProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly isBad?: boolean;
  readonly children: ReactNode;
}

function Framed({ icon, title, isBad = false, children }: FramedProps) {
  return (
    <div className={classNames('w-full rounded-md border bg-sunken/60 px-3 py-2', isBad ? 'border-bad/40' : 'border-line')}>
      <p className={classNames('mb-1 flex items-center gap-1.5 text-[13px] font-medium', isBad ? 'text-bad' : 'text-muted')}>
        {icon}
        {title}
      </p>
      {children}
    </div>
  );
}

/** Names of the tools that were called in these blocks, by the ids of the calls. */
export function toolNamesIn(blocks: readonly ContentBlock[]): ReadonlyMap<string, string> {
  return new Map(blocks.flatMap((block) => (block.kind === 'tool-use' ? [[block.id, block.name] as const] : [])));
}
