/** Tests all servers that are shown and on, a few at a time; says how far it is, and can be stopped. */
import { LoaderCircle, Plug } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { McpServer } from '../../../src-shared/schemas/mcp.ts';
import { Button } from '../../components/button.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useMcpTests } from '../../state/commands/use-mcp-tests.ts';
import { serverKey } from '../../state/mcp/server-key.ts';

export function TestAllButton({ servers }: { readonly servers: readonly McpServer[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const tests = useMcpTests();
  const [progress, setProgress] = useState<{ readonly done: number; readonly total: number } | null>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const runs = servers
    .filter(({ isEnabled }) => isEnabled)
    .map(({ scope, name }) => ({ key: serverKey({ scope, name }), target: { ref: { scope, name } } }));

  const start = async () => {
    const controller = new AbortController();
    abort.current = controller;
    setProgress({ done: 0, total: runs.length });
    const onEnd = () => setProgress((before) => before && { ...before, done: before.done + 1 });
    await tests.runAll(runs, controller.signal, onEnd);
    setProgress(null);
  };
  const stop = () => {
    abort.current?.abort();
    for (const { key } of runs) tests.cancel(key);
  };
  if (progress === null) {
    return (
      <Button onClick={() => void start()} disabled={runs.length === 0}>
        <Plug aria-hidden className="size-4" />
        {t('mcp.testAll')}
      </Button>
    );
  }
  return (
    <div className="flex items-center gap-2">
      <span role="status" className="flex items-center gap-2 text-muted tabular-nums">
        <LoaderCircle aria-hidden className="size-4 animate-spin" />
        {t('mcp.testAllRunning', { done: format.count(progress.done), total: format.count(progress.total) })}
      </span>
      <Button onClick={stop}>{t('mcp.stopTests')}</Button>
    </div>
  );
}
