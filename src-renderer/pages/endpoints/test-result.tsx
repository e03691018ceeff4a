/** What a connection test found: it works, or what to do about it. */
import { CircleCheck, CircleX, LoaderCircle, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AuthStyle, ConnectionTest } from '../../../src-shared/schemas/endpoint.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { useCoreWords } from '../../components/use-core-words.ts';
import { useFormat } from '../../components/use-format.ts';

export interface TestResultProps {
  readonly name: string;
  readonly isTesting: boolean;
  readonly result: ConnectionTest | null;
  readonly onUseStyle: (style: AuthStyle) => void;
  readonly onClose: () => void;
}

export function TestResult({ name, isTesting, result, onUseStyle, onClose }: TestResultProps) {
  const { t } = useTranslation();
  return (
    <div role="status">
      {isTesting && (
        <p className="mt-2 flex items-center gap-2 rounded-md bg-sunken px-3 py-2 text-muted">
          <LoaderCircle aria-hidden className="size-4 animate-spin" />
          {t('endpoints.testing', { name })}
        </p>
      )}
      {!isTesting && result !== null && <Found result={result} onUseStyle={onUseStyle} onClose={onClose} />}
    </div>
  );
}

function Found({ result, onUseStyle, onClose }: Omit<TestResultProps, 'name' | 'isTesting' | 'result'> & { readonly result: ConnectionTest }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useCoreWords();
  const { isOk, status, message, remedy, proposal } = result;
  const details = [
    status === null ? t('request.noAnswer') : t('endpoints.testStatus', { status }),
    t('endpoints.testModel', { model: result.model }),
  ];
  const heading = isOk ? t('endpoints.testOk', { duration: format.duration(result.durationMs) }) : t('endpoints.testFailed');
  const Icon = isOk ? CircleCheck : CircleX;
  return (
    <div className={`mt-2 flex items-start gap-2 rounded-md px-3 py-2 ${isOk ? 'bg-ok-soft' : 'bg-bad-soft'}`}>
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${isOk ? 'text-ok' : 'text-bad'}`} />
      <div className="min-w-0 flex-1">
        <p className={`font-medium ${isOk ? 'text-ok' : 'text-bad'}`}>
          {heading} <span className="font-normal">· {details.join(' · ')}</span>
        </p>
        {!isOk && <p>{words.sentence(message)}</p>}
        {remedy !== null && <p>{words.sentence(remedy)}</p>}
        {proposal !== null && (
          <Button size="small" className="mt-1" onClick={() => onUseStyle(proposal.authStyle)}>
            {t('endpoints.useStyle', { style: t(`endpointForm.authStyles.${proposal.authStyle}`) })}
          </Button>
        )}
      </div>
      <IconButton size="smallIcon" label={t('common.close')} icon={<X aria-hidden className="size-4" />} onClick={onClose} />
    </div>
  );
}
