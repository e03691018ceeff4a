/** The fields of the endpoint form that decide how its usage is counted and what it costs. */
import { Controller, useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { EndpointState } from '../../../src-shared/schemas/endpoint.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { TextField } from '../../components/field.tsx';
import type { EndpointFormValues } from '../../state/endpoint-form.ts';

export interface CostFieldsProps {
  readonly usageProposal: EndpointState['usageProposal'];
}

export function CostFields({ usageProposal }: CostFieldsProps) {
  const { t } = useTranslation();
  const {
    register,
    control,
    formState: { errors },
  } = useFormContext<EndpointFormValues>();
  return (
    <>
      <TextField
        label={t('endpointForm.costMultiplier')}
        hint={t('endpointForm.costMultiplierHint')}
        error={errors.costMultiplier?.message}
        inputMode="decimal"
        className="w-32"
        {...register('costMultiplier')}
      />
      <Controller
        control={control}
        name="inputIncludesCache"
        render={({ field }) => (
          <div className="flex flex-col gap-1">
            <Checkbox label={t('endpointForm.inputIncludesCache')} isChecked={field.value} onChange={field.onChange} />
            <p className="text-[13px] text-muted">{t('endpointForm.inputIncludesCacheHint')}</p>
            {usageProposal !== null && !field.value && (
              <Banner
                tone="info"
                action={
                  <Button size="small" onClick={() => field.onChange(true)}>
                    {t('endpoints.usageAccept')}
                  </Button>
                }
              >
                {t('endpoints.usageProposal')}
              </Banner>
            )}
          </div>
        )}
      />
    </>
  );
}
