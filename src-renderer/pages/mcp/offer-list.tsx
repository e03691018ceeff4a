/** Tools, resources and prompts that a tested server offers, folded up behind their number. */
import { useTranslation } from 'react-i18next';
import type { McpTest } from '../../../src-shared/schemas/mcp-test.ts';
import { useFormat } from '../../components/use-format.ts';

const KINDS = ['tools', 'resources', 'prompts'] as const;

export function OfferList({ result }: { readonly result: McpTest }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-1">
      {KINDS.map((kind) => {
        const items = result[kind];
        const text = t(`mcpTest.${kind}`, { count: items.length, value: format.count(items.length) });
        const counted = result.cut.includes(kind) ? t('mcpTest.atLeast', { text }) : text;
        if (items.length === 0) {
          return (
            <span key={kind} className="text-muted">
              {counted}
            </span>
          );
        }
        return (
          <details key={kind} className="min-w-0 open:w-full">
            <summary className="w-fit cursor-pointer font-medium">{counted}</summary>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, which needs the focus to be done from the keyboard */}
            <section tabIndex={0} aria-label={counted} className="mt-1 max-h-64 overflow-y-auto rounded border border-line bg-surface">
              <dl className="divide-y divide-line">
                {items.map((item, index) => (
                  // A server may offer the same name twice.
                  // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
                  <div key={index} className="px-2 py-1">
                    <dt className="font-mono text-[13px] break-words">{item.name}</dt>
                    <dd className="text-[13px] break-words text-muted">
                      {'uri' in item && <span className="block font-mono">{String(item.uri)}</span>}
                      {item.description ?? t('mcpTest.noDescription')}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          </details>
        );
      })}
    </div>
  );
}
