/** The key of an endpoint: hidden while typed, never sent back by the core, kept when left empty. */
import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { Controller, useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../components/button.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { TextField } from '../../components/field.tsx';
import type { EndpointFormValues } from '../../state/endpoint-form.ts';

/** @param credentialMask the stored credential as shown; null when there is none. */
export function CredentialField({ credentialMask }: { readonly credentialMask: string | null }) {
  const { t } = useTranslation();
  const {
    register,
    control,
    formState: { errors },
  } = useFormContext<EndpointFormValues>();
  const [isShown, setIsShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <div className="flex flex-col gap-1">
      <TextField
        label={t('endpointForm.credential')}
        hint={credentialMask === null ? t('endpointForm.credentialHint') : t('endpointForm.credentialKeep', { mask: credentialMask })}
        error={errors.credential?.message}
        type={isShown ? 'text' : 'password'}
        // Keeps password managers from offering to save an API key as a login.
        autoComplete="off"
        data-1p-ignore
        className="font-mono text-[13px]"
        aside={
          <IconButton
            label={isShown ? t('endpointForm.hide') : t('endpointForm.reveal')}
            icon={<Icon aria-hidden className="size-4" />}
            onClick={() => setIsShown(!isShown)}
          />
        }
        {...register('credential')}
      />
      {credentialMask !== null && (
        <Controller
          control={control}
          name="removeCredential"
          render={({ field }) => <Checkbox label={t('endpointForm.credentialRemove')} isChecked={field.value} onChange={field.onChange} />}
        />
      )}
    </div>
  );
}
