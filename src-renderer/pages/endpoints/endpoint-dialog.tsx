/** Adding and editing an endpoint. Errors of the core land at the field that they are about. */

import { zodResolver } from '@hookform/resolvers/zod';
import { useId, useState } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { AuthStyle, EndpointWithState } from '../../../src-shared/schemas/endpoint.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { showDone } from '../../components/toasts.ts';
import { useEndpointCommands, useEndpointTest } from '../../state/commands/use-endpoint-commands.ts';
import {
  type CheckedEndpointForm,
  EMPTY_FORM,
  type EndpointFormValues,
  endpointFormSchema,
  formFieldOf,
  formOf,
  inputOf,
  patchOf,
} from '../../state/endpoint-form.ts';
import { readFailure } from '../../state/read-failure.ts';
import { useFailureText } from '../use-failures.ts';
import { EndpointFields } from './endpoint-fields.tsx';
import { TestResult } from './test-result.tsx';

export interface EndpointDialogProps {
  /** Null: a new one. */
  readonly endpoint: EndpointWithState | null;
  readonly onClose: () => void;
}

export function EndpointDialog({ endpoint, onClose }: EndpointDialogProps) {
  const { t } = useTranslation();
  const formId = useId();
  // The feed goes on changing the endpoint while the form is open.
  const [opened] = useState(endpoint);
  const commands = useEndpointCommands();
  const test = useEndpointTest();
  const failureText = useFailureText();
  const form = useForm<EndpointFormValues, unknown, CheckedEndpointForm>({
    resolver: zodResolver(endpointFormSchema),
    defaultValues: endpoint === null ? EMPTY_FORM : formOf(endpoint),
    mode: 'onTouched',
  });

  const onError = (error: unknown) => {
    const failure = readFailure(error);
    const problems = failure.issues.length > 0 ? failure.issues : [{ path: failure.field ?? '', message: failureText(error) }];
    for (const { path, message } of problems) {
      const field = formFieldOf(path);
      form.setError(field ?? 'root', { type: 'server', message }, { shouldFocus: field !== null });
    }
  };
  const done = (message: string) => {
    showDone(message);
    onClose();
  };
  const save = form.handleSubmit((values) => {
    if (opened === null) commands.add.mutate(inputOf(values), { onError, onSuccess: ({ name }) => done(t('endpointForm.added', { name })) });
    else
      commands.edit.mutate(
        { id: opened.id, patch: patchOf(values, opened) },
        { onError, onSuccess: ({ name }) => done(t('endpointForm.saved', { name })) },
      );
  });
  const tryOut = form.handleSubmit((values) => {
    const credentialFrom = endpoint === null || values.removeCredential ? null : endpoint.id;
    test.mutate({ target: { draft: inputOf(values), credentialFrom } }, { onError });
  });
  const useStyle = (style: AuthStyle) => {
    form.setValue('authStyle', style, { shouldDirty: true });
    void tryOut();
  };
  const isSaving = commands.add.isPending || commands.edit.isPending;
  const footer = (
    <>
      <Button onClick={() => void tryOut()} disabled={test.isPending} className="mr-auto">
        {test.isPending ? t('endpointForm.testing') : t('endpointForm.test')}
      </Button>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button type="submit" form={formId} variant="primary" disabled={isSaving}>
        {endpoint === null ? t('common.add') : t('common.save')}
      </Button>
    </>
  );
  const title = endpoint === null ? t('endpointForm.addTitle') : t('endpointForm.editTitle', { name: endpoint.name });
  return (
    <Dialog title={title} isOpen isDirty={form.formState.isDirty} onClose={onClose} footer={footer}>
      <FormProvider {...form}>
        <form id={formId} noValidate onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
          <EndpointFields credentialMask={endpoint?.credentialMask ?? null} usageProposal={endpoint?.state.usageProposal ?? null} />
          {form.formState.errors.root && (
            <p role="alert" className="text-bad">
              {form.formState.errors.root.message}
            </p>
          )}
        </form>
      </FormProvider>
      <TestResult name={form.getValues('name')} isTesting={test.isPending} result={test.data ?? null} onUseStyle={useStyle} onClose={test.reset} />
    </Dialog>
  );
}
