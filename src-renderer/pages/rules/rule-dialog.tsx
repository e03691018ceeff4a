/** Adding, copying and editing a failover rule. Errors of the core land at the field that they are about. */
import { zodResolver } from '@hookform/resolvers/zod';
import { useId } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { FailoverRule } from '../../../src-shared/schemas/failover-rule.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { showDone } from '../../components/toasts.ts';
import { useCoreWords } from '../../components/use-core-words.ts';
import { useRuleCommands } from '../../state/commands/use-rule-commands.ts';
import { readFailure } from '../../state/read-failure.ts';
import {
  type CheckedRuleForm,
  CONDITION_NEEDED,
  EMPTY_RULE_FORM,
  hasCondition,
  type RuleFormValues,
  ruleFieldOf,
  ruleFormOf,
  ruleFormSchema,
  ruleInputOf,
} from '../../state/rule-form.ts';
import { useFailureText } from '../use-failures.ts';
import { RuleFields } from './rule-fields.tsx';

export interface RuleDialogProps {
  /** The rule that is changed; null: a new one. */
  readonly edited: FailoverRule | null;
  /** What a new rule begins as; null: empty. */
  readonly copied: FailoverRule | null;
  readonly onClose: () => void;
}

export function RuleDialog({ edited, copied, onClose }: RuleDialogProps) {
  const { t } = useTranslation();
  const formId = useId();
  const commands = useRuleCommands();
  const failureText = useFailureText();
  const words = useCoreWords();
  const base = edited ?? copied;
  const form = useForm<RuleFormValues, unknown, CheckedRuleForm>({
    resolver: zodResolver(ruleFormSchema),
    defaultValues: base === null ? EMPTY_RULE_FORM : ruleFormOf(base),
    mode: 'onTouched',
  });
  const onError = (error: unknown) => {
    const failure = readFailure(error);
    const problems = failure.issues.length > 0 ? failure.issues : [{ path: failure.field ?? '', message: failureText(error) }];
    for (const { path, message } of problems) {
      const field = ruleFieldOf(path);
      form.setError(field ?? 'root', { type: 'server', message }, { shouldFocus: field !== null });
    }
  };
  const done = (message: string) => {
    showDone(message);
    onClose();
  };
  const save = form.handleSubmit((values) => {
    const rule = ruleInputOf(values, base);
    if (!hasCondition(rule)) return form.setError('kinds', { message: CONDITION_NEEDED }, { shouldFocus: true });
    if (edited === null) commands.add.mutate({ rule }, { onError, onSuccess: (view) => done(t('rules.added', { name: view.rule.title })) });
    else commands.edit.mutate({ id: edited.id, rule }, { onError, onSuccess: (view) => done(t('rules.saved', { name: view.rule.title })) });
  });
  const { root } = form.formState.errors;
  const footer = (
    <>
      {root !== undefined && (
        <p role="alert" className="mr-auto text-bad">
          {words.sentence(root.message ?? '')}
        </p>
      )}
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button type="submit" form={formId} variant="primary" disabled={commands.add.isPending || commands.edit.isPending}>
        {edited === null ? t('common.add') : t('common.save')}
      </Button>
    </>
  );
  const title = edited === null ? t('rules.dialog.addTitle') : t('rules.dialog.editTitle', { name: edited.title });
  return (
    <Dialog title={title} isOpen isDirty={form.formState.isDirty} onClose={onClose} footer={footer}>
      <FormProvider {...form}>
        <form id={formId} noValidate onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
          <RuleFields />
        </form>
      </FormProvider>
    </Dialog>
  );
}
