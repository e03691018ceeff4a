/** Takes servers over from pasted JSON or from the files of other programs: first where from and where to, then which of them. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { McpImportFrom, McpImportPreview, McpOverview, McpScope } from '../../../src-shared/schemas/mcp.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { showDone } from '../../components/toasts.ts';
import { useFormat } from '../../components/use-format.ts';
import { useMcpCommands } from '../../state/commands/use-mcp-commands.ts';
import { chosenItems, type ImportChoice, missingInputs, proposedChoices } from '../../state/mcp/import-choices.ts';
import { newServerForm, scopeOf } from '../../state/mcp/server-form.ts';
import { useFailureText } from '../use-failures.ts';
import { ImportItems } from './import-items.tsx';
import { ImportSource } from './import-source.tsx';
import type { PickedScope } from './scope-picker.tsx';

interface Previewed {
  readonly from: McpImportFrom;
  readonly scope: McpScope;
  readonly preview: McpImportPreview;
}

export function ImportDialog({ overview, onClose }: { readonly overview: McpOverview; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const failureText = useFailureText();
  const { previewImport } = useMcpCommands();
  const [from, setFrom] = useState<McpImportFrom>({ kind: 'text', text: '' });
  const [picked, setPicked] = useState<PickedScope>(() => {
    const { scopeKind, folder, project } = newServerForm(overview, null);
    return { kind: scopeKind, folder, project };
  });
  const [previewed, setPreviewed] = useState<Previewed | null>(null);
  const scope = scopeOf({ scopeKind: picked.kind, folder: picked.folder, project: picked.project.trim() });
  const isReady = (from.kind === 'source' || from.text.trim() !== '') && (scope.kind === 'user' || scope.project !== '');
  if (previewed !== null) return <Chooser previewed={previewed} onBack={() => setPreviewed(null)} onClose={onClose} />;
  const look = () => previewImport.mutate({ from, scope }, { onSuccess: (preview) => setPreviewed({ from, scope, preview }) });
  const footer = (
    <>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button variant="primary" disabled={!isReady || previewImport.isPending} onClick={look}>
        {previewImport.isPending ? t('mcpImport.previewing') : t('mcpImport.preview')}
      </Button>
    </>
  );
  return (
    <Dialog title={t('mcpImport.title')} isOpen isDirty={isTyped(from)} onClose={onClose} footer={footer} isWide>
      <ImportSource overview={overview} from={from} onFrom={setFrom} picked={picked} onPicked={setPicked} />
      {previewImport.error !== null && (
        <p role="alert" className="mt-3 break-words text-bad">
          {failureText(previewImport.error)}
        </p>
      )}
    </Dialog>
  );
}

interface ChooserProps {
  readonly previewed: Previewed;
  readonly onBack: () => void;
  readonly onClose: () => void;
}

function Chooser({ previewed: { from, scope, preview }, onBack, onClose }: ChooserProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const failureText = useFailureText();
  const { importServers } = useMcpCommands();
  const [choices, setChoices] = useState<readonly ImportChoice[]>(() => proposedChoices(preview));
  const [inputs, setInputs] = useState<Readonly<Record<string, string>>>({});
  const items = chosenItems(preview, choices);
  const isReady = items.length > 0 && missingInputs(preview, choices, inputs).length === 0;
  const done = (count: number) => {
    showDone(t('mcpImport.done', { count, value: format.count(count) }));
    onClose();
  };
  const run = () =>
    importServers.mutate({ from, scope, items, inputs: { ...inputs } }, { onSuccess: ({ added, replaced }) => done(added.length + replaced.length) });
  const footer = (
    <>
      <Button onClick={onBack} className="mr-auto">
        {t('mcpImport.back')}
      </Button>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button variant="primary" disabled={!isReady || importServers.isPending} onClick={run}>
        {t('mcpImport.action', { count: items.length, value: format.count(items.length) })}
      </Button>
    </>
  );
  return (
    <Dialog title={t('mcpImport.title')} isOpen isDirty={isTyped(from)} onClose={onClose} footer={footer} isWide>
      <ImportItems preview={preview} choices={choices} onChoices={setChoices} inputs={inputs} onInputs={setInputs} />
      {importServers.error !== null && (
        <p role="alert" className="mt-3 break-words text-bad">
          {failureText(importServers.error)}
        </p>
      )}
    </Dialog>
  );
}

function isTyped(from: McpImportFrom): boolean {
  return from.kind === 'text' && from.text !== '';
}
