/** The part of a failover rule's form that says what follows: repeats, what comes after them, and the rest. */
import { Controller, useFormContext, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { MAX_REST_MS } from '../../../src-shared/schemas/failover-rule.ts';
import { MS_PER_SECOND } from '../../../src-shared/units.ts';
import { Checkbox } from '../../components/checkbox.tsx';
import { Field, TextField } from '../../components/field.tsx';
import { Select, type SelectOption } from '../../components/select.tsx';
import { useFormat } from '../../components/use-format.ts';
import { NUMBER_WRONG, type RestKind, type RuleFormValues, TO_BELOW } from '../../state/rule-form.ts';

const COMPANY_CHOICES = ['0', '1'];
const ALONE_CHOICES = ['0', '1', '2', '3', '5', 'max'];
const PACES = ['at-once', 'backoff', 'named-wait'] as const;
const AFTERWARDS = ['next', 'return'] as const;
const RESTS = ['none', 'for', 'between', 'backoff', 'limit', 'until-reset', 'until-edited'] as const satisfies readonly RestKind[];

export function RuleConsequences() {
  const { t } = useTranslation();
  const { control } = useFormContext<RuleFormValues>();
  const [retryCompany, retryAlone, restKind] = useWatch({ control, name: ['retryCompany', 'retryAlone', 'restKind'] });
  const counts = (choices: readonly string[], current: string) =>
    [...new Set([...choices, current])].map((value) => ({ value, label: value === 'max' ? t('rules.dialog.retryMax') : value }));
  const hasRepeats = retryCompany !== '0' || retryAlone !== '0';
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 font-semibold">{t('rules.dialog.consequence')}</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        <Choice name="retryCompany" label={t('rules.dialog.retryCompany')} options={counts(COMPANY_CHOICES, retryCompany)} />
        <Choice name="retryAlone" label={t('rules.dialog.retryAlone')} options={counts(ALONE_CHOICES, retryAlone)} />
        {hasRepeats && (
          <Choice name="pace" label={t('rules.dialog.pace')} options={PACES.map((value) => ({ value, label: t(`rules.dialog.paces.${value}`) }))} />
        )}
        <Choice
          name="otherwise"
          label={t('rules.dialog.otherwise')}
          options={AFTERWARDS.map((value) => ({ value, label: t(`rules.dialog.${value}`) }))}
        />
        <Choice name="restKind" label={t('rules.dialog.rest')} options={RESTS.map((value) => ({ value, label: t(`rules.dialog.rests.${value}`) }))} />
        <RestLength kind={restKind} />
      </div>
      <div className="flex flex-col items-start gap-1">
        {restKind === 'for' && <Tick name="isModelOnly" label={t('rules.dialog.scopeModel')} />}
        {restKind === 'until-edited' && <Tick name="isLimited" label={t('rules.dialog.limited')} />}
        {restKind !== 'none' && <Tick name="restsAlone" label={t('rules.dialog.restsAlone')} />}
      </div>
    </fieldset>
  );
}

function RestLength({ kind }: { readonly kind: RestKind }) {
  const { t } = useTranslation();
  const {
    register,
    formState: { errors },
  } = useFormContext<RuleFormValues>();
  const format = useFormat();
  const longest = { seconds: format.count(MAX_REST_MS / MS_PER_SECOND), time: format.duration(MAX_REST_MS) };
  const say = (message: string | undefined) => {
    if (message === NUMBER_WRONG) return t(NUMBER_WRONG, longest);
    return message === TO_BELOW ? t(TO_BELOW) : message;
  };
  if (kind !== 'for' && kind !== 'between' && kind !== 'until-reset') return null;
  return (
    <div className="flex gap-3">
      <TextField
        label={kind === 'until-reset' ? t('rules.dialog.unnamed') : t('rules.dialog.seconds')}
        error={say(errors.restSeconds?.message)}
        inputMode="decimal"
        {...register('restSeconds')}
      />
      {kind === 'between' && (
        <TextField
          label={t('rules.dialog.secondsTo')}
          error={say(errors.restToSeconds?.message)}
          inputMode="decimal"
          {...register('restToSeconds')}
        />
      )}
    </div>
  );
}

function Choice({
  name,
  label,
  options,
}: {
  readonly name: 'retryCompany' | 'retryAlone' | 'pace' | 'otherwise' | 'restKind';
  readonly label: string;
  readonly options: readonly SelectOption<string>[];
}) {
  const { control } = useFormContext<RuleFormValues>();
  return (
    <Controller
      control={control}
      name={name}
      render={({ field }) => (
        <Field label={label}>
          {({ id, describedBy }) => (
            <Select
              id={id}
              label={label}
              describedBy={describedBy}
              className="w-full"
              value={field.value}
              options={options}
              onChange={field.onChange}
            />
          )}
        </Field>
      )}
    />
  );
}

function Tick({ name, label }: { readonly name: 'isModelOnly' | 'isLimited' | 'restsAlone'; readonly label: string }) {
  const { control } = useFormContext<RuleFormValues>();
  return (
    <Controller control={control} name={name} render={({ field }) => <Checkbox label={label} isChecked={field.value} onChange={field.onChange} />} />
  );
}
