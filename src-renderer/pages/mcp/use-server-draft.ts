/** One entry in two views: keeps form and JSON the same, says which of them is sent, and puts what the core refuses at its field. */
import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { type UseFormReturn, useForm } from 'react-hook-form';
import type { McpDraft, McpOverview, McpServer } from '../../../src-shared/schemas/mcp.ts';
import { readEntry, writeEntry } from '../../state/mcp/entry-json.ts';
import {
  type CheckedServerForm,
  configFields,
  configOf,
  draftConfigOf,
  formOfServer,
  newServerForm,
  type ServerFormValues,
  serverFieldOf,
  serverFormSchema,
} from '../../state/mcp/server-form.ts';
import { readFailure } from '../../state/read-failure.ts';
import { useFailureText } from '../use-failures.ts';

export type DraftView = 'form' | 'json';

export interface ServerDraft {
  readonly form: UseFormReturn<ServerFormValues, unknown, CheckedServerForm>;
  readonly view: DraftView;
  /** Whether something was entered, in either view. */
  readonly isDirty: boolean;
  /** Of the JSON view, as typed. */
  readonly text: string;
  readonly setText: (text: string) => void;
  /** Stays where it is while the JSON cannot be read. */
  readonly show: (view: DraftView) => void;
  /** Calls back with what is valid; otherwise the fields say what is not. */
  readonly submit: (onValid: (values: CheckedServerForm, draft: McpDraft) => void) => Promise<void>;
  readonly refused: (error: unknown) => void;
}

export interface DraftBegin {
  readonly overview: McpOverview;
  /** Null: a new one. */
  readonly server: McpServer | null;
  /** What a new one begins with. */
  readonly begin: ServerFormValues | undefined;
}

export function useServerDraft({ overview, server, begin }: DraftBegin): ServerDraft {
  const failureText = useFailureText();
  const [schema] = useState(() => serverFormSchema(server?.name ?? null));
  const form = useForm<ServerFormValues, unknown, CheckedServerForm>({
    resolver: zodResolver(schema),
    defaultValues: server === null ? (begin ?? newServerForm(overview, null)) : formOfServer(server, overview),
    // Not when a field is left: the dialog would grow with the error, and its buttons move away under the pointer.
    mode: 'onSubmit',
  });
  // An entry that is too broken for the form can only be mended as JSON.
  const [view, setView] = useState<DraftView>(server !== null && server.config === null ? 'json' : 'form');
  // `isTouched`: the JSON was edited, so it may hold other keys than the stored entry.
  const [entry, setEntry] = useState({ text: server?.json ?? '{}', isTouched: false });

  const otherKeys = () => {
    const read = readEntry(entry.text);
    return read.isOk ? read.entry : {};
  };
  /** @returns Whether the JSON could be read, and whether there is a form for it. */
  const takeOverJson = () => {
    const read = readEntry(entry.text);
    const config = read.isOk ? read.config : null;
    if (config !== null) form.reset({ ...form.getValues(), ...configFields(config) }, { keepDefaultValues: true });
    return { isRead: read.isOk, hasForm: config !== null };
  };
  const draftOf = (values: CheckedServerForm): McpDraft => {
    if (view === 'json') return { kind: 'json', text: entry.text };
    if (entry.isTouched) return { kind: 'json', text: writeEntry(configOf(values), otherKeys()) };
    return { kind: 'form', config: configOf(values) };
  };
  return {
    form,
    view,
    isDirty: form.formState.isDirty || entry.isTouched,
    text: entry.text,
    setText: (text) => setEntry({ text, isTouched: true }),
    show(next) {
      if (next === view) return;
      if (next === 'json') setEntry({ ...entry, text: writeEntry(draftConfigOf(form.getValues()), otherKeys()) });
      else if (!takeOverJson().hasForm) return;
      setView(next);
    },
    async submit(onValid) {
      const json = view === 'json' ? takeOverJson() : null;
      if (json?.isRead === false) return;
      if (json?.hasForm === false) {
        const values = form.getValues();
        if (await form.trigger(['name', 'project'])) onValid(values, draftOf(values));
        return;
      }
      await form.handleSubmit((values) => onValid(values, draftOf(values)))();
    },
    refused(error) {
      const failure = readFailure(error);
      const problems = failure.issues.length > 0 ? failure.issues : [{ path: failure.field ?? '', message: failureText(error) }];
      for (const { path, message } of problems) {
        const field = serverFieldOf(path);
        // In the JSON view only name and place have a field.
        const isInSight = field !== null && (view === 'form' || field === 'name' || field === 'project');
        form.setError(isInSight ? field : 'root', { type: 'server', message }, { shouldFocus: isInSight });
      }
    },
  };
}
