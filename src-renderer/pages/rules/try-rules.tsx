/** "Try it": describes a failure and shows which rule decides and what follows. Nothing is sent to any endpoint. */
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { describeCourse } from '../../../src-shared/describe-rule.ts';
import type { RuleTest } from '../../../src-shared/schemas/failover-rule.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { classNames } from '../../components/class-names.ts';
import { Field, INPUT, TextField } from '../../components/field.tsx';
import { Select } from '../../components/select.tsx';
import { useCoreWords } from '../../components/use-core-words.ts';
import { useRuleWords } from '../../components/use-rule-words.ts';
import { useRuleTest } from '../../state/commands/use-rule-commands.ts';
import { readFailure } from '../../state/read-failure.ts';
import { TRY_KINDS, type TriedFailure, testInputOf } from '../../state/tried-failure.ts';
import { useFailureText } from '../use-failures.ts';

const EXAMPLE: TriedFailure = { kind: 'status', status: '429', errorType: 'rate_limit_error', message: '', retryAfter: '5' };

export function TryRules() {
  const { t } = useTranslation();
  const [tried, setTried] = useState(EXAMPLE);
  const test = useRuleTest();
  const failureText = useFailureText();
  const words = useCoreWords();
  const change = (part: Partial<TriedFailure>) => {
    setTried({ ...tried, ...part });
    // An answer to another question would mislead.
    test.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    test.mutate(testInputOf(tried));
  };
  const isStatus = tried.kind === 'status';
  const issue = test.error === null ? undefined : readFailure(test.error).issues[0];
  const faultOf = (field: 'status' | 'errorType') => (issue?.path === `answer.${field}` ? issue.message : undefined);
  const isAtField = faultOf('status') !== undefined || faultOf('errorType') !== undefined;
  return (
    <Card title={t('rules.tryTitle')} className="lg:sticky lg:top-4">
      <form onSubmit={submit} className="flex flex-col gap-3 px-4 py-3">
        <p className="text-[13px] text-muted">{t('rules.tryText')}</p>
        <Field label={t('rules.tryKind')}>
          {({ id, describedBy }) => (
            <Select
              id={id}
              label={t('rules.tryKind')}
              describedBy={describedBy}
              className="w-full"
              value={tried.kind}
              options={TRY_KINDS.map((value) => ({ value, label: t(`rules.tryKinds.${value}`) }))}
              onChange={(kind) => change({ kind })}
            />
          )}
        </Field>
        {isStatus && (
          <div className="grid grid-cols-2 gap-3">
            <TextField
              label={t('rules.tryStatus')}
              error={faultOf('status')}
              inputMode="numeric"
              value={tried.status}
              onChange={(event) => change({ status: event.target.value })}
            />
            <TextField label={t('rules.tryRetryAfter')} value={tried.retryAfter} onChange={(event) => change({ retryAfter: event.target.value })} />
          </div>
        )}
        {(isStatus || tried.kind === 'error-event') && <Words tried={tried} error={faultOf('errorType')} onChange={change} />}
        <Button type="submit" variant="primary" disabled={test.isPending}>
          {t('rules.tryRun')}
        </Button>
        <p role="alert" className="text-[13px] text-bad empty:hidden">
          {test.error !== null && !isAtField && (issue === undefined ? failureText(test.error) : words.sentence(issue.message))}
        </p>
        <div role="status" className="empty:hidden">
          {test.data !== undefined && <Result test={test.data} />}
        </div>
      </form>
    </Card>
  );
}

interface WordsProps {
  readonly tried: TriedFailure;
  /** About the error type. */
  readonly error: string | undefined;
  readonly onChange: (part: Partial<TriedFailure>) => void;
}

function Words({ tried, error, onChange }: WordsProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        label={t('rules.tryType')}
        hint={tried.kind === 'status' ? t('rules.tryTypeHint') : undefined}
        error={error}
        value={tried.errorType}
        onChange={(event) => onChange({ errorType: event.target.value })}
      />
      <Field label={t('rules.tryBody')}>
        {({ id, describedBy }) => (
          <textarea
            id={id}
            aria-describedby={describedBy}
            rows={2}
            className={classNames(INPUT, 'h-auto py-1')}
            value={tried.message}
            onChange={(event) => onChange({ message: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}

function Result({ test }: { readonly test: RuleTest }) {
  const { t } = useTranslation();
  const words = useRuleWords();
  const core = useCoreWords();
  const courses = [
    [t('rules.tryCompany'), describeCourse(test.inCompany, words)],
    [t('rules.tryAlone'), describeCourse(test.alone, words)],
  ] as const;
  return (
    <div className="rounded-md bg-sunken px-3 py-2">
      <p className="font-medium">
        {test.rule === null ? t('rules.tryNoMatch') : t('rules.tryMatch', { title: core.ruleTitle(test.rule.id, test.rule.title) })}
      </p>
      <dl className="mt-1 text-[13px]">
        {courses.map(([name, text]) => (
          <div key={name} className="mt-1">
            <dt className="text-muted">{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
