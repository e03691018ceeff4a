/** The rows "requested model → sent model". */
import { ArrowRight, Plus, X } from 'lucide-react';
import { useFieldArray, useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { INPUT } from '../../components/field.tsx';
import { useCoreWords } from '../../components/use-core-words.ts';
import { type EndpointFormValues, INCOMPLETE, TWICE } from '../../state/endpoint-form.ts';

const CELL = classNames(INPUT, 'min-w-0 font-mono text-[13px]');

export function ModelMapEditor() {
  const { t } = useTranslation();
  const {
    register,
    control,
    formState: { errors },
  } = useFormContext<EndpointFormValues>();
  const { fields, append, remove } = useFieldArray({ control, name: 'rows' });
  const words = useCoreWords();
  const said = (message: string) => (message === INCOMPLETE || message === TWICE ? t(message) : words.sentence(message));
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 font-medium">{t('endpointForm.modelMap')}</legend>
      {fields.map((row, index) => {
        const problem = errors.rows?.[index];
        const message = problem?.pattern?.message ?? problem?.model?.message;
        return (
          <div key={row.id}>
            <div className="flex items-center gap-1.5">
              <input
                aria-label={t('endpointForm.pattern', { row: index + 1 })}
                aria-invalid={problem?.pattern !== undefined}
                placeholder="opus"
                spellCheck={false}
                className={CELL}
                {...register(`rows.${index}.pattern`)}
              />
              <ArrowRight aria-hidden className="size-4 shrink-0 text-muted" />
              <input
                aria-label={t('endpointForm.model', { row: index + 1 })}
                aria-invalid={problem?.model !== undefined}
                placeholder="claude-opus-4-5"
                spellCheck={false}
                className={CELL}
                {...register(`rows.${index}.model`)}
              />
              <IconButton
                label={t('endpointForm.removeRow', { row: index + 1 })}
                icon={<X aria-hidden className="size-4" />}
                onClick={() => remove(index)}
              />
            </div>
            {message !== undefined && (
              <p role="alert" className="text-[13px] text-bad">
                {said(message)}
              </p>
            )}
          </div>
        );
      })}
      {errors.rows?.message !== undefined && <p className="text-[13px] text-bad">{said(errors.rows.message)}</p>}
      <p className="text-[13px] text-muted">{t('endpointForm.modelMapHint')}</p>
      <Button size="small" className="self-start" onClick={() => append({ pattern: '', model: '' })}>
        <Plus aria-hidden className="size-4" />
        {t('endpointForm.addRow')}
      </Button>
    </fieldset>
  );
}
