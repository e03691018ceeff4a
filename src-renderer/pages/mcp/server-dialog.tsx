/** Adding and editing an MCP server, as a form and as JSON, and trying it out before it is saved. */
import { useEffect, useId, useRef } from 'react';
import { FormProvider } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { McpOverview, McpServer } from '../../../src-shared/schemas/mcp.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { showDone } from '../../components/toasts.ts';
import { useCoreWords } from '../../components/use-core-words.ts';
import { useMcpCommands } from '../../state/commands/use-mcp-commands.ts';
import { useMcpTest, useMcpTests } from '../../state/commands/use-mcp-tests.ts';
import { type ServerFormValues, scopeOf } from '../../state/mcp/server-form.ts';
import { scopeKey } from '../../state/mcp/server-key.ts';
import { JsonView } from './json-view.tsx';
import { PlaceFields } from './place-fields.tsx';
import { ServerFields } from './server-fields.tsx';
import { TestPanel } from './test-panel.tsx';
import { type ServerDraft, useServerDraft } from './use-server-draft.ts';

export interface ServerDialogProps {
  readonly overview: McpOverview;
  /** Null: a new one. */
  readonly server: McpServer | null;
  /** What a new one begins with. */
  readonly begin?: ServerFormValues;
  readonly onClose: () => void;
}

const VIEWS = ['form', 'json'] as const;

export function ServerDialog({ overview, server, begin, onClose }: ServerDialogProps) {
  const { t } = useTranslation();
  const formId = useId();
  const words = useCoreWords();
  const draft = useServerDraft({ overview, server, begin });
  const { save, isSaving } = useSave(server, draft, onClose);
  const test = useDraftTest(server, draft);
  const { errors } = draft.form.formState;
  const result = useRef<HTMLDivElement>(null);
  const phase = test.state?.kind;
  // Below a long form nobody would see it.
  useEffect(() => {
    if (phase !== undefined) result.current?.scrollIntoView({ block: 'nearest' });
  }, [phase]);
  const footer = (
    <>
      <Button onClick={() => test.start()} disabled={test.state?.kind === 'running'} className="mr-auto">
        {t('mcpForm.test')}
      </Button>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button type="submit" form={formId} variant="primary" disabled={isSaving}>
        {server === null ? t('common.add') : t('common.save')}
      </Button>
    </>
  );
  const onSubmit = (event: { preventDefault: () => void }) => {
    event.preventDefault();
    save();
  };
  const title = server === null ? t('mcpForm.addTitle') : t('mcpForm.editTitle', { name: server.name });
  return (
    <Dialog title={title} isOpen isDirty={draft.isDirty} onClose={onClose} footer={footer} isWide>
      <FormProvider {...draft.form}>
        <form id={formId} noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
          <PlaceFields overview={overview} isNew={server === null} />
          <div>
            <Segmented
              label={t('mcpForm.view')}
              value={draft.view}
              options={VIEWS.map((value) => ({ value, label: t(`mcpForm.views.${value}`) }))}
              onChange={draft.show}
            />
          </div>
          {draft.view === 'form' ? <ServerFields /> : <JsonView text={draft.text} onChange={draft.setText} />}
          {errors.root && (
            <p role="alert" className="break-words text-bad">
              {words.sentence(errors.root.message ?? '')}
            </p>
          )}
        </form>
      </FormProvider>
      <div ref={result}>
        <TestPanel name={draft.form.getValues('name')} state={test.state} onCancel={test.cancel} onAgain={test.start} onClose={test.forget} />
      </div>
    </Dialog>
  );
}

function useSave(server: McpServer | null, draft: ServerDraft, onClose: () => void) {
  const { t } = useTranslation();
  const { add, edit } = useMcpCommands();
  const done = (message: string) => {
    showDone(message);
    onClose();
  };
  const save = () =>
    void draft.submit((values, entry) => {
      const scope = scopeOf(values);
      const name = values.name.trim();
      const onError = draft.refused;
      if (server === null) {
        add.mutate(
          { scope, name, draft: entry, isEnabled: values.isEnabled },
          { onError, onSuccess: (added) => done(t('mcpForm.added', { name: added.name })) },
        );
        return;
      }
      edit.mutate(
        {
          ref: { scope: server.scope, name: server.name },
          draft: entry,
          ...(name === server.name ? {} : { name }),
          ...(scopeKey(scope) === scopeKey(server.scope) ? {} : { scope }),
        },
        { onError, onSuccess: (saved) => done(t('mcpForm.saved', { name: saved.name })) },
      );
    });
  return { save, isSaving: add.isPending || edit.isPending };
}

/** What is in the dialog, saved or not. */
function useDraftTest(server: McpServer | null, draft: ServerDraft) {
  const key = `draft ${useId()}`;
  const { run, cancel, forget } = useMcpTests();
  const state = useMcpTest(key);
  const from = server === null ? null : { scope: server.scope, name: server.name };
  useEffect(
    () => () => {
      cancel(key);
      forget(key);
    },
    [cancel, forget, key],
  );
  const start = (timeoutMs?: number) =>
    void draft.submit((values, entry) => void run({ key, target: { draft: entry, scope: scopeOf(values), from }, timeoutMs }));
  return { state, start, cancel: () => cancel(key), forget: () => forget(key) };
}
