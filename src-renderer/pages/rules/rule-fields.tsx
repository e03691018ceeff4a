/** The fields of a failover rule: its title, what it matches, and what then follows. */
import { useId } from 'react';
import { Controller, useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { USER_RULE_KINDS } from '../../../src-shared/schemas/failover-rule.ts';
import { Checkbox } from '../../components/checkbox.tsx';
import { classNames } from '../../components/class-names.ts';
import { Field, INPUT, TextField } from '../../components/field.tsx';
import { useCoreWords } from '../../components/use-core-words.ts';
import { CONDITION_NEEDED, type RuleFormValues, STATUSES_WRONG } from '../../state/rule-form.ts';
import { RuleConsequences } from './rule-consequences.tsx';

export function RuleFields() {
  const { t } = useTranslation();
  const {
    register,
    formState: { errors },
  } = useFormContext<RuleFormValues>();
  const statusError = errors.statuses?.message;
  return (
    <>
      <TextField label={t('rules.dialog.name')} hint={t('rules.dialog.nameHint')} error={errors.title?.message} {...register('title')} />
      <fieldset className="flex flex-col gap-3">
        <legend className="mb-2 font-semibold">{t('rules.dialog.match')}</legend>
        <Kinds />
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField
            label={t('rules.dialog.statuses')}
            hint={t('rules.dialog.statusesHint')}
            error={statusError === STATUSES_WRONG ? t(STATUSES_WRONG) : statusError}
            {...register('statuses')}
          />
          <TextField
            label={t('rules.dialog.errorTypes')}
            hint={t('rules.dialog.errorTypesHint')}
            error={errors.errorTypes?.message}
            {...register('errorTypes')}
          />
        </div>
        <Field label={t('rules.dialog.phrases')} hint={t('rules.dialog.phrasesHint')} error={errors.phrases?.message}>
          {({ id, describedBy, isInvalid }) => (
            <textarea
              id={id}
              aria-describedby={describedBy}
              aria-invalid={isInvalid}
              rows={2}
              spellCheck={false}
              className={classNames(INPUT, 'h-auto py-1')}
              {...register('phrases')}
            />
          )}
        </Field>
      </fieldset>
      <RuleConsequences />
    </>
  );
}

function Kinds() {
  const { t } = useTranslation();
  const {
    control,
    formState: { errors },
  } = useFormContext<RuleFormValues>();
  const id = useId();
  const words = useCoreWords();
  const message = errors.kinds?.message;
  return (
    <Controller
      control={control}
      name="kinds"
      render={({ field }) => (
        // It takes the focus when something is wrong with it, and so comes into view.
        <fieldset ref={field.ref} tabIndex={-1} aria-describedby={`${id}-error`} className="flex flex-col gap-1">
          <legend className="mb-1 font-medium">{t('rules.dialog.kind')}</legend>
          <div className="grid gap-x-5 gap-y-1 sm:grid-cols-2">
            {USER_RULE_KINDS.map((kind) => (
              <Checkbox
                key={kind}
                label={t(`rules.words.kind.${kind}`)}
                isChecked={field.value.includes(kind)}
                // In the order of USER_RULE_KINDS, so that ticking back and forth changes nothing.
                onChange={(isOn) => field.onChange(USER_RULE_KINDS.filter((one) => (one === kind ? isOn : field.value.includes(one))))}
              />
            ))}
          </div>
          <p id={`${id}-error`} aria-live="polite" className="text-[13px] text-bad empty:hidden">
            {message === CONDITION_NEEDED ? t(CONDITION_NEEDED) : message && words.sentence(message)}
          </p>
        </fieldset>
      )}
    />
  );
}
