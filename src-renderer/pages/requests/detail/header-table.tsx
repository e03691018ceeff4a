/** Headers before and after, with what became of each: in words, and in colour. */
import { useTranslation } from 'react-i18next';
import type { AuditHeaders } from '../../../../src-shared/schemas/audit.ts';
import { Badge, type Tone } from '../../../components/badge.tsx';
import { classNames } from '../../../components/class-names.ts';
import { CopyButton } from '../../../components/copy-button.tsx';
import { diffHeaders, type HeaderChange } from '../../../state/messages/header-diff.ts';

export interface HeaderTableProps {
  readonly title: string;
  /** Null: there is nothing to compare with. */
  readonly before: AuditHeaders | null;
  readonly after: AuditHeaders;
  /** Heads of the two columns of values. */
  readonly names: readonly [string | null, string];
  /** Leaves out what is the same. */
  readonly isBrief: boolean;
}

const TONES: Record<HeaderChange['kind'], Tone> = { same: 'neutral', hidden: 'neutral', added: 'ok', removed: 'bad', changed: 'warn' };
const GROUNDS: Record<HeaderChange['kind'], string> = {
  same: '',
  hidden: '',
  added: 'bg-ok-soft/50',
  removed: 'bg-bad-soft/50',
  changed: 'bg-warn-soft/50',
};

export function HeaderTable({ title, before, after, names, isBrief }: HeaderTableProps) {
  const { t } = useTranslation();
  const all = diffHeaders(before ?? after, after);
  const shown = isBrief ? all.filter(({ kind }) => kind !== 'same') : all;
  const isCompared = before !== null;
  return (
    <section aria-label={title}>
      <header className="mb-2 flex items-center gap-1">
        <h2 className="font-semibold">{title}</h2>
        <CopyButton text={after.map(([name, value]) => `${name}: ${value}`).join('\n')} what={t('request.headers.copy')} />
      </header>
      {shown.length === 0 ? (
        <p className="text-muted">{t('request.headers.noChanges')}</p>
      ) : (
        <div className="overflow-hidden rounded-lg border border-line">
          <table aria-label={title} className="w-full table-fixed border-collapse text-[13px]">
            <thead>
              <tr className="border-b border-line text-left text-muted">
                <th scope="col" className="w-[26%] px-3 py-1.5 font-medium">
                  {t('request.headers.name')}
                </th>
                {isCompared && (
                  <th scope="col" className="px-3 py-1.5 font-medium">
                    {names[0]}
                  </th>
                )}
                <th scope="col" className="px-3 py-1.5 font-medium">
                  {names[1]}
                </th>
                {isCompared && (
                  <th scope="col" className="w-36 px-3 py-1.5 font-medium">
                    {t('request.headers.change')}
                  </th>
                )}
              </tr>
            </thead>
            <tbody className="divide-y divide-line bg-surface">
              {shown.map((change) => (
                <HeaderRow key={change.name.toLowerCase()} change={change} isCompared={isCompared} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function HeaderRow({ change, isCompared }: { readonly change: HeaderChange; readonly isCompared: boolean }) {
  const { t } = useTranslation();
  const { name, kind, before, after } = change;
  return (
    <tr className={classNames('align-top', isCompared && GROUNDS[kind])}>
      <th scope="row" className="px-3 py-1.5 text-left font-medium break-words">
        {name}
      </th>
      {isCompared && <Values values={before} className={kind === 'removed' ? 'text-bad' : ''} />}
      <Values values={after} className={kind === 'added' ? 'text-ok' : ''} />
      {isCompared && (
        <td className="px-3 py-1.5">
          {kind === 'same' ? (
            <span className="text-muted">{t('request.headers.same')}</span>
          ) : (
            <Badge tone={TONES[kind]}>{t(`request.headers.${kind}`)}</Badge>
          )}
        </td>
      )}
    </tr>
  );
}

function Values({ values, className }: { readonly values: readonly string[]; readonly className: string }) {
  const { t } = useTranslation();
  return (
    <td className={classNames('px-3 py-1.5 font-mono break-all whitespace-pre-line', className)}>
      {values.length === 0 ? <span className="text-muted">{t('common.dash')}</span> : values.join('\n')}
    </td>
  );
}
