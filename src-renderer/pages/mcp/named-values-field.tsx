/** Environment variables or headers, one in each row. Secrets are masked as they come, and hidden while they are typed. */
import { Eye, EyeOff, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Controller, useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { MASK_CHARACTER } from '../../../src-shared/schemas/mcp.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { INPUT } from '../../components/field.tsx';
import { useCoreWords } from '../../components/use-core-words.ts';
import { looksSecret, NAME_NEEDED, ROW_TWICE, type ServerFormValues, typedOverMask } from '../../state/mcp/server-form.ts';

const CELL = classNames(INPUT, 'min-w-0 font-mono text-[13px]');

export function NamedValuesField({ name }: { readonly name: 'env' | 'headers' }) {
  const { t } = useTranslation();
  const words = useCoreWords();
  const {
    register,
    control,
    formState: { errors },
  } = useFormContext<ServerFormValues>();
  const { fields, append, remove } = useFieldArray({ control, name });
  const what = t(`mcpForm.${name}`);
  const said = (message: string | undefined) =>
    message === ROW_TWICE || message === NAME_NEEDED ? t(message) : message === undefined ? undefined : words.sentence(message);
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 font-medium">{what}</legend>
      {fields.map((row, index) => {
        const problem = said(errors[name]?.[index]?.name?.message);
        return (
          <div key={row.id}>
            <div className="flex items-center gap-1.5">
              <input
                aria-label={t('mcpForm.rowName', { what, row: index + 1 })}
                aria-invalid={problem !== undefined}
                spellCheck={false}
                autoComplete="off"
                placeholder={name === 'env' ? 'API_KEY' : 'Authorization'}
                className={classNames(CELL, 'basis-2/5')}
                {...register(`${name}.${index}.name`)}
              />
              <ValueInput name={name} index={index} what={what} />
              <IconButton
                label={t('mcpForm.removeRow', { what, row: index + 1 })}
                icon={<X aria-hidden className="size-4" />}
                onClick={() => remove(index)}
              />
            </div>
            {problem !== undefined && (
              <p role="alert" className="text-[13px] text-bad">
                {problem}
              </p>
            )}
          </div>
        );
      })}
      {errors[name]?.message !== undefined && (
        <p role="alert" className="text-[13px] text-bad">
          {said(errors[name]?.message)}
        </p>
      )}
      <p className="text-[13px] text-muted">{t(`mcpForm.${name}Hint`, { reference: '$' + '{NAME}' })}</p>
      <Button size="small" className="self-start" onClick={() => append({ name: '', value: '' })}>
        <Plus aria-hidden className="size-4" />
        {t(`mcpForm.addRow.${name}`)}
      </Button>
    </fieldset>
  );
}

function ValueInput({ name, index, what }: { readonly name: 'env' | 'headers'; readonly index: number; readonly what: string }) {
  const { t } = useTranslation();
  const { control } = useFormContext<ServerFormValues>();
  const [isShown, setIsShown] = useState(false);
  const [rowName, value] = useWatch({ control, name: [`${name}.${index}.name`, `${name}.${index}.value`] });
  // A mask is no secret, and a reference such as ${NAME} is none either.
  const isSecret = looksSecret(rowName) && !value.includes(MASK_CHARACTER) && !/^(?:Bearer )?\$\{/.test(value);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <>
      <Controller
        control={control}
        name={`${name}.${index}.value`}
        render={({ field: { onChange, ...field } }) => (
          <input
            aria-label={t('mcpForm.rowValue', { what, row: index + 1 })}
            type={isSecret && !isShown ? 'password' : 'text'}
            spellCheck={false}
            // Keeps password managers from offering to save an API key as a login.
            autoComplete="off"
            data-1p-ignore
            className={classNames(CELL, 'flex-1')}
            onChange={(event) => onChange(typedOverMask(value, event.target.value))}
            {...field}
          />
        )}
      />
      {isSecret && (
        <IconButton
          label={t(isShown ? 'mcpForm.hide' : 'mcpForm.reveal', { what, row: index + 1 })}
          icon={<Icon aria-hidden className="size-4" />}
          onClick={() => setIsShown(!isShown)}
        />
      )}
    </>
  );
}
