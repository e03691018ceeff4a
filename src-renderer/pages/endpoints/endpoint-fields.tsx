/** The fields of the endpoint form. */
import { Controller, useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { FAMILIES } from '../../../src-shared/schemas/endpoint.ts';
import { Checkbox } from '../../components/checkbox.tsx';
import { Field, TextField } from '../../components/field.tsx';
import { Select } from '../../components/select.tsx';
import type { EndpointFormValues } from '../../state/endpoint-form.ts';
import { CostFields, type CostFieldsProps } from './cost-fields.tsx';
import { CredentialField } from './credential-field.tsx';
import { ModelMapEditor } from './model-map-editor.tsx';

const AUTH_STYLES = ['auto', 'client', 'x-api-key', 'bearer'] as const;

export function EndpointFields({ credentialMask, usageProposal }: { readonly credentialMask: string | null } & CostFieldsProps) {
  const { t } = useTranslation();
  const {
    register,
    control,
    formState: { errors },
  } = useFormContext<EndpointFormValues>();
  const styles = AUTH_STYLES.map((value) => ({ value, label: t(`endpointForm.authStyles.${value}`) }));
  return (
    <>
      <TextField label={t('endpointForm.name')} hint={t('endpointForm.nameHint')} error={errors.name?.message} {...register('name')} />
      <TextField
        label={t('endpointForm.baseUrl')}
        hint={t('endpointForm.baseUrlHint')}
        error={errors.baseUrl?.message}
        inputMode="url"
        className="font-mono text-[13px]"
        {...register('baseUrl')}
      />
      <CredentialField credentialMask={credentialMask} />
      <Controller
        control={control}
        name="authStyle"
        render={({ field }) => (
          <Field label={t('endpointForm.authStyle')} hint={t('endpointForm.authStyleHint')} error={errors.authStyle?.message}>
            {({ id, describedBy }) => (
              <Select
                id={id}
                label={t('endpointForm.authStyle')}
                describedBy={describedBy}
                value={field.value}
                options={styles}
                onChange={field.onChange}
              />
            )}
          </Field>
        )}
      />
      <Controller
        control={control}
        name="families"
        render={({ field }) => (
          <fieldset className="flex flex-col gap-1">
            <legend className="mb-1 font-medium">{t('endpointForm.families')}</legend>
            <div className="flex flex-wrap gap-x-5 gap-y-1">
              {FAMILIES.map((family) => (
                <Checkbox
                  key={family}
                  label={t(`endpoints.family.${family}`)}
                  isChecked={field.value.includes(family)}
                  // In the order of FAMILIES, so that ticking back and forth changes nothing.
                  onChange={(isOn) => field.onChange(FAMILIES.filter((one) => (one === family ? isOn : field.value.includes(one))))}
                />
              ))}
            </div>
            <p className="text-[13px] text-muted">{t('endpointForm.familiesHint')}</p>
          </fieldset>
        )}
      />
      <ModelMapEditor />
      <TextField
        label={t('endpointForm.maxConcurrent')}
        hint={t('endpointForm.maxConcurrentHint')}
        error={errors.maxConcurrent?.message}
        inputMode="numeric"
        className="w-32"
        {...register('maxConcurrent')}
      />
      <CostFields usageProposal={usageProposal} />
      <TextField label={t('endpointForm.note')} hint={t('endpointForm.noteHint')} error={errors.note?.message} {...register('note')} />
      <Controller
        control={control}
        name="isEnabled"
        render={({ field }) => <Checkbox label={t('endpointForm.isEnabled')} isChecked={field.value} onChange={field.onChange} />}
      />
    </>
  );
}
