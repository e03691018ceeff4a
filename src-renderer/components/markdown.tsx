/**
 * A Markdown text of somebody else as a part of the page. HTML in it stays text, pictures are only named, and of links those
 * over https can be followed, with the host that they lead to beside them. Large to load: ask for it with `loadedLate`.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';

export interface MarkdownProps {
  readonly text: string;
}

/** Below the headings of the page, of which the panel around has the second. */
const HEADING = 'mt-4 mb-1 font-semibold first:mt-0';
const LIST = 'my-2 flex flex-col gap-1 pl-6';

const PARTS: Components = {
  h1: ({ children }) => <h3 className={`${HEADING} text-lg`}>{children}</h3>,
  h2: ({ children }) => <h4 className={`${HEADING} text-base`}>{children}</h4>,
  h3: ({ children }) => <h5 className={HEADING}>{children}</h5>,
  h4: ({ children }) => <h6 className={HEADING}>{children}</h6>,
  h5: ({ children }) => <h6 className={HEADING}>{children}</h6>,
  h6: ({ children }) => <h6 className={`${HEADING} text-muted`}>{children}</h6>,
  p: ({ children }) => <p className="my-2 first:mt-0 last:mb-0">{children}</p>,
  ul: ({ children }) => <ul className={`${LIST} list-disc`}>{children}</ul>,
  ol: ({ children, start }) => (
    <ol start={start} className={`${LIST} list-decimal`}>
      {children}
    </ol>
  ),
  blockquote: ({ children }) => <blockquote className="my-2 border-l-2 border-line-strong pl-3 text-muted">{children}</blockquote>,
  hr: () => <hr className="my-4 border-line" />,
  // Wrapped and not scrolled: what a skill lets a model run is to be read to the end of the line.
  pre: ({ children }) => (
    <pre className="my-2 rounded-md border border-line bg-sunken px-3 py-2 wrap-anywhere whitespace-pre-wrap [&>code]:bg-transparent [&>code]:p-0">
      {children}
    </pre>
  ),
  code: ({ children }) => <code className="rounded bg-sunken px-1 py-px font-mono text-[13px]">{children}</code>,
  table: ({ children }) => <table className="my-2 w-full border-collapse text-left">{children}</table>,
  th: ({ children }) => <th className="border border-line bg-sunken px-2 py-1 align-top font-medium">{children}</th>,
  td: ({ children }) => <td className="border border-line px-2 py-1 align-top">{children}</td>,
  input: ({ checked }) => <TaskBox isDone={checked === true} />,
  img: ({ src, alt }) => <PictureName address={typeof src === 'string' ? src : ''} text={alt ?? ''} />,
  a: ({ href, children }) => <SafeLink address={href ?? ''}>{children}</SafeLink>,
};

export function Markdown({ text }: MarkdownProps) {
  return (
    <div className="min-w-0 wrap-anywhere">
      {/* Addresses are judged where they are drawn, so that one that leads nowhere can still be read. */}
      <ReactMarkdown remarkPlugins={[remarkGfm]} urlTransform={(url) => url} components={PARTS}>
        {text}
      </ReactMarkdown>
    </div>
  );
}

/** The host that a link over https leads to; null for everything that the page must not open. */
function hostOf(address: string): string | null {
  if (!address.toLowerCase().startsWith('https://')) return null;
  return URL.parse(address)?.host ?? null;
}

function SafeLink({ address, children }: { readonly address: string; readonly children: ReactNode }) {
  const host = hostOf(address);
  if (host === null) {
    return (
      <>
        {children} <Address text={address} />
      </>
    );
  }
  return (
    <>
      <a href={address} target="_blank" rel="noopener noreferrer" title={address} className="text-accent underline underline-offset-2">
        {children}
      </a>{' '}
      {/* An address that is its own text says already where it leads. */}
      <Address text={children === address ? '' : host} />
    </>
  );
}

function PictureName({ address, text }: { readonly address: string; readonly text: string }) {
  const { t } = useTranslation();
  return (
    <span className="rounded bg-sunken px-1 text-muted">
      {t('skills.markdown.picture', { text })} <Address text={address} />
    </span>
  );
}

function Address({ text }: { readonly text: string }) {
  return text === '' ? null : <code className="font-mono text-[12px] text-muted">({text})</code>;
}

function TaskBox({ isDone }: { readonly isDone: boolean }) {
  const { t } = useTranslation();
  return (
    <span role="img" aria-label={t(isDone ? 'skills.markdown.done' : 'skills.markdown.open')} className="mr-1">
      {isDone ? '☑' : '☐'}
    </span>
  );
}
