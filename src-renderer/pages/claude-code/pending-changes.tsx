/** What writing would change: each value with its reason, the difference line by line, and what all values are for. */
import { useTranslation } from 'react-i18next';
import { OUR_KEYS, type OurKey } from '../../../src-shared/claude-keys.ts';
import type { ClaudeDiff } from '../../../src-shared/schemas/status.ts';
import { DiffView } from '../../components/diff-view.tsx';

export function PendingChanges({ diff }: { readonly diff: ClaudeDiff }) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-3">
      {diff.keys.length === 0 ? (
        <p>{t('claudeCode.connection.same')}</p>
      ) : (
        <>
          <p className="font-medium">{t('claudeCode.connection.pending', { count: diff.keys.length })}</p>
          <ul className="flex flex-col gap-2">
            {diff.keys.map((change) => (
              <Change key={change.key} change={change} />
            ))}
          </ul>
          <details>
            <summary className="cursor-pointer text-accent">{t('claudeCode.connection.showDiff')}</summary>
            <div className="mt-2">
              <DiffView label={t('claudeCode.connection.diff')} diff={diff.diff} />
            </div>
          </details>
        </>
      )}
      <details>
        <summary className="cursor-pointer text-accent">{t('claudeCode.connection.allKeys')}</summary>
        <dl className="mt-2 flex flex-col gap-2">
          {OUR_KEYS.map((key) => (
            <div key={key}>
              <dt className="font-mono text-[13px] break-all">{key}</dt>
              <dd className="text-[13px] text-muted">{t(`claudeCode.keys.${key}`)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  );
}

function Change({ change: { key: name, before, after, explanation } }: { readonly change: ClaudeDiff['keys'][number] }) {
  const { t } = useTranslation();
  const known = OUR_KEYS.find((one): one is OurKey => one === name);
  const shown = (value: string | null) => {
    if (value === null) return t('claudeCode.connection.absent');
    return value === '' ? t('claudeCode.connection.empty') : value;
  };
  return (
    <li>
      <p className="font-mono text-[13px] font-medium break-all">{name}</p>
      <p className="text-[13px] break-all">
        <span className="text-bad">
          {t('claudeCode.connection.before')}: <span className="font-mono">{shown(before)}</span>
        </span>
        {' → '}
        <span className="text-ok">
          {t('claudeCode.connection.after')}: <span className="font-mono">{shown(after)}</span>
        </span>
      </p>
      <p className="text-[13px] text-muted">{known === undefined ? explanation : t(`claudeCode.keys.${known}`)}</p>
    </li>
  );
}
