/** Entering a price of one's own for a model, and taking it back. */
import { zodResolver } from '@hookform/resolvers/zod';
import { useId } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { ModelPrice } from '../../../src-shared/schemas/pricing.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { TextField } from '../../components/field.tsx';
import { showDone } from '../../components/toasts.ts';
import { usePriceCommands } from '../../state/commands/use-price-commands.ts';
import {
  type CheckedPriceForm,
  EMPTY_PRICE,
  NOT_DOLLARS,
  type PriceFormValues,
  priceFormOf,
  priceFormSchema,
  priceInputOf,
} from '../../state/price-form.ts';
import { useFailureText } from '../use-failures.ts';

const AMOUNTS = ['input', 'output', 'cacheRead', 'cacheWrite', 'cacheWrite1h'] as const;

export interface PriceDialogProps {
  /** Null: one that was not used yet. */
  readonly model: ModelPrice | null;
  readonly onClose: () => void;
}

export function PriceDialog({ model, onClose }: PriceDialogProps) {
  const { t } = useTranslation();
  const formId = useId();
  const { set, remove } = usePriceCommands();
  const failureText = useFailureText();
  const form = useForm<PriceFormValues, unknown, CheckedPriceForm>({
    resolver: zodResolver(priceFormSchema),
    defaultValues: model === null ? EMPTY_PRICE : priceFormOf(model),
    // Not when a field is left: the dialog would grow with the error, and its buttons move away under the pointer.
    mode: 'onSubmit',
  });
  const { errors, isDirty } = form.formState;
  const onError = (error: unknown) => form.setError('root', { message: failureText(error) });
  const done = (message: string) => {
    showDone(message);
    onClose();
  };
  const save = form.handleSubmit((values) => {
    const price = priceInputOf(values);
    set.mutate(price, { onError, onSuccess: () => done(t('pricing.saved', { model: price.model })) });
  });
  const reset = (name: string) => remove.mutate({ model: name }, { onError, onSuccess: () => done(t('pricing.removed', { model: name })) });
  const hints = { cacheRead: t('pricing.cacheReadHint'), cacheWrite: t('pricing.cacheWriteHint'), cacheWrite1h: t('pricing.cacheWrite1hHint') };
  const textOf = (message: string | undefined) => (message === NOT_DOLLARS ? t(NOT_DOLLARS) : message);
  const footer = (
    <>
      {model?.source === 'override' && (
        <Button className="mr-auto" disabled={remove.isPending} onClick={() => reset(model.model)}>
          {t('pricing.reset')}
        </Button>
      )}
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button type="submit" form={formId} variant="primary" disabled={set.isPending}>
        {t('common.save')}
      </Button>
    </>
  );
  const title = model === null ? t('pricing.addTitle') : t('pricing.editTitle', { model: model.model });
  return (
    <Dialog title={title} description={t('pricing.editText')} isOpen isDirty={isDirty} onClose={onClose} footer={footer}>
      <form id={formId} noValidate onSubmit={(event) => void save(event)} className="flex flex-col gap-3">
        {model === null && (
          <TextField label={t('pricing.model')} hint={t('pricing.modelHint')} error={errors.model?.message} {...form.register('model')} />
        )}
        <div className="grid gap-3 sm:grid-cols-2">
          {AMOUNTS.map((name) => (
            <TextField
              key={name}
              label={t(`pricing.${name}`)}
              hint={name === 'input' || name === 'output' ? undefined : hints[name]}
              error={textOf(errors[name]?.message)}
              inputMode="decimal"
              {...form.register(name)}
            />
          ))}
        </div>
        {errors.root && (
          <p role="alert" className="text-bad">
            {errors.root.message}
          </p>
        )}
      </form>
    </Dialog>
  );
}
