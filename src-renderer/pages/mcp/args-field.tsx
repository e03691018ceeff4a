/** The arguments of a program, one in each row. Enter begins the next row; pasted lines become rows. */
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import type { ClipboardEvent, KeyboardEvent } from 'react';
import { Controller, useFieldArray, useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { INPUT } from '../../components/field.tsx';
import { type ServerFormValues, typedOverMask } from '../../state/mcp/server-form.ts';

export function ArgsField() {
  const { t } = useTranslation();
  const {
    control,
    formState: { errors },
  } = useFormContext<ServerFormValues>();
  const { fields, append, insert, remove, update, move } = useFieldArray({ control, name: 'args' });
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    // It would send the form.
    event.preventDefault();
    insert(index + 1, { value: '' }, { focusName: `args.${index + 1}.value` });
  };
  const onPaste = (event: ClipboardEvent, index: number, before: string) => {
    const lines = event.clipboardData.getData('text').split(/\r?\n/).filter(Boolean);
    if (lines.length < 2 || before !== '') return;
    event.preventDefault();
    const [first = '', ...rest] = lines;
    update(index, { value: first });
    insert(
      index + 1,
      rest.map((value) => ({ value })),
    );
  };
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 font-medium">{t('mcpForm.args')}</legend>
      <div className="flex flex-col gap-1.5 empty:hidden">
        {fields.map((row, index) => (
          <div key={row.id} className="flex items-center gap-1">
            <Controller
              control={control}
              name={`args.${index}.value`}
              render={({ field: { value, onChange, ...field } }) => (
                <input
                  aria-label={t('mcpForm.arg', { row: index + 1 })}
                  aria-invalid={errors.args?.[index] !== undefined}
                  spellCheck={false}
                  autoComplete="off"
                  className={classNames(INPUT, 'min-w-0 font-mono text-[13px]')}
                  value={value}
                  onChange={(event) => onChange(typedOverMask(value, event.target.value))}
                  onKeyDown={(event) => onKeyDown(event, index)}
                  onPaste={(event) => onPaste(event, index, value)}
                  {...field}
                />
              )}
            />
            <IconButton
              label={t('mcpForm.argUp', { row: index + 1 })}
              icon={<ArrowUp aria-hidden className="size-4" />}
              disabled={index === 0}
              onClick={() => move(index, index - 1)}
            />
            <IconButton
              label={t('mcpForm.argDown', { row: index + 1 })}
              icon={<ArrowDown aria-hidden className="size-4" />}
              disabled={index === fields.length - 1}
              onClick={() => move(index, index + 1)}
            />
            <IconButton
              label={t('mcpForm.removeArg', { row: index + 1 })}
              icon={<X aria-hidden className="size-4" />}
              onClick={() => remove(index)}
            />
          </div>
        ))}
      </div>
      {errors.args?.message !== undefined && <p className="text-[13px] text-bad">{errors.args.message}</p>}
      <p className="text-[13px] text-muted">{t('mcpForm.argsHint')}</p>
      <Button size="small" className="self-start" onClick={() => append({ value: '' })}>
        <Plus aria-hidden className="size-4" />
        {t('mcpForm.addArg')}
      </Button>
    </fieldset>
  );
}
