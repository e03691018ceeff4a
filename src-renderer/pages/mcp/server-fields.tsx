/** The fields of an entry, by its kind: a program, or a service behind a URL. */
import { Controller, useFormContext, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { MASK_CHARACTER } from '../../../src-shared/schemas/mcp.ts';
import { Button } from '../../components/button.tsx';
import { Field, TextField } from '../../components/field.tsx';
import { Select } from '../../components/select.tsx';
import { type ServerFormValues, typedOverMask } from '../../state/mcp/server-form.ts';
import { splitCommand } from '../../state/mcp/split-command.ts';
import { ArgsField } from './args-field.tsx';
import { NamedValuesField } from './named-values-field.tsx';

const TYPES = ['stdio', 'http', 'sse'] as const;

export function ServerFields() {
  const { t } = useTranslation();
  const { control } = useFormContext<ServerFormValues>();
  const [type, env, headers, args, url] = useWatch({ control, name: ['type', 'env', 'headers', 'args', 'url'] });
  const hasMasks = [...env, ...headers, ...args, { value: url }].some(({ value }) => value.includes(MASK_CHARACTER));
  return (
    <>
      <Controller
        control={control}
        name="type"
        render={({ field }) => (
          <Field label={t('mcpForm.type')} hint={t(`mcpForm.typeHints.${type}`)}>
            {({ id, describedBy }) => (
              <Select
                id={id}
                label={t('mcpForm.type')}
                describedBy={describedBy}
                className="self-start"
                value={field.value}
                options={TYPES.map((value) => ({ value, label: t(`mcp.types.${value}`) }))}
                onChange={field.onChange}
              />
            )}
          </Field>
        )}
      />
      {type === 'stdio' ? <ProgramFields /> : <ServiceFields />}
      {hasMasks && <p className="text-[13px] text-muted">{t('mcpForm.kept')}</p>}
    </>
  );
}

function ProgramFields() {
  const { t } = useTranslation();
  const {
    register,
    control,
    setValue,
    formState: { errors },
  } = useFormContext<ServerFormValues>();
  const [command, args] = useWatch({ control, name: ['command', 'args'] });
  const words = /\s/.test(command.trim()) && args.length === 0 ? splitCommand(command) : null;
  const split = () => {
    const [program = '', ...rest] = words ?? [];
    setValue('command', program, { shouldDirty: true, shouldValidate: true });
    setValue(
      'args',
      rest.map((value) => ({ value })),
      { shouldDirty: true },
    );
  };
  return (
    <>
      <TextField
        label={t('mcpForm.command')}
        hint={t('mcpForm.commandHint')}
        error={errors.command?.message}
        className="font-mono text-[13px]"
        {...register('command')}
      />
      {words !== null && words.length > 1 && (
        <Button size="small" className="-mt-2 self-start" onClick={split}>
          {t('mcpForm.split')}
        </Button>
      )}
      <ArgsField />
      <NamedValuesField name="env" />
      <TextField
        label={t('mcpForm.cwd')}
        hint={t('mcpForm.cwdHint')}
        error={errors.cwd?.message}
        className="font-mono text-[13px]"
        {...register('cwd')}
      />
    </>
  );
}

function ServiceFields() {
  const { t } = useTranslation();
  const {
    control,
    formState: { errors },
  } = useFormContext<ServerFormValues>();
  return (
    <>
      <Controller
        control={control}
        name="url"
        render={({ field: { value, onChange, ...field } }) => (
          <TextField
            label={t('mcpForm.url')}
            error={errors.url?.message}
            inputMode="url"
            placeholder="https://mcp.example.com/mcp"
            className="font-mono text-[13px]"
            value={value}
            onChange={(event) => onChange(typedOverMask(value, event.target.value))}
            {...field}
          />
        )}
      />
      <NamedValuesField name="headers" />
    </>
  );
}
