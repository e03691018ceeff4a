/** SKILL.md as it is meant to be read: front matter as a table, the rest as Markdown. Large to load, so only when it is shown. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SkillText } from '../../../src-shared/schemas/skills.ts';
import { Markdown } from '../../components/markdown.tsx';
import { type FrontMatter, readFrontMatter } from '../../state/skills/front-matter.ts';

export interface SkillReadingProps {
  readonly text: Pick<SkillText, 'text' | 'body'>;
}

export function SkillReading({ text }: SkillReadingProps) {
  const { t } = useTranslation();
  const head = useMemo(() => readFrontMatter(text.text, text.body), [text]);
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {head !== null && <Head head={head} />}
      {text.body.trim() === '' ? <p className="text-muted">{t('skills.detail.noText')}</p> : <Markdown text={text.body} />}
    </div>
  );
}

function Head({ head }: { readonly head: FrontMatter }) {
  const { t } = useTranslation();
  if (head.rows === null) {
    return (
      <div>
        <p className="mb-1 text-muted">{t('skills.detail.headBroken')}</p>
        <pre className="rounded-md border border-line bg-sunken px-3 py-2 font-mono text-[13px] wrap-anywhere whitespace-pre-wrap">{head.text}</pre>
      </div>
    );
  }
  return (
    <table aria-label={t('skills.detail.head')} className="w-full border-collapse rounded-md border border-line text-left text-[13px]">
      <tbody>
        {head.rows.map(({ key, value }) => (
          <tr key={key} className="border-b border-line last:border-0">
            <th scope="row" className="w-36 max-w-36 bg-sunken px-3 py-1 align-top font-mono font-medium wrap-anywhere">
              {key}
            </th>
            <td className="px-3 py-1 wrap-anywhere whitespace-pre-wrap">{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
