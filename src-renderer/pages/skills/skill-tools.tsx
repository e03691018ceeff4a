/** The tools that a skill may use without asking. */
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge.tsx';
import { useFormat } from '../../components/use-format.ts';

/** More would push everything else out of the row. */
const SHOWN = 6;

/** @param isWhole all of them, however many. */
export function SkillTools({ tools, isWhole = false }: { readonly tools: readonly string[]; readonly isWhole?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (tools.length === 0) return null;
  const shown = isWhole ? tools : tools.slice(0, SHOWN);
  const rest = tools.slice(shown.length);
  return (
    <ul aria-label={t('skills.tools')} className="flex min-w-0 flex-wrap gap-1">
      {shown.map((tool, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a tool may be named twice
        <li key={index} className="max-w-full">
          <Badge title={tool} className="block max-w-64 truncate font-mono text-[12px] font-normal">
            {tool}
          </Badge>
        </li>
      ))}
      {rest.length > 0 && (
        <li>
          <Badge title={rest.join(', ')}>{t('skills.moreTools', { value: format.count(rest.length) })}</Badge>
        </li>
      )}
    </ul>
  );
}
