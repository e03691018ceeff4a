/** The heading of a page, what the page is for, and its main action. */
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from './class-names.ts';

export interface PageHeaderProps {
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly children?: ReactNode;
}

export function PageHeader({ title, subtitle, children }: PageHeaderProps) {
  const { t } = useTranslation();
  // The name in the history and in the list of tabs.
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title, t]);
  return (
    <div className="mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className={classNames('min-w-0 flex-1', subtitle !== undefined && 'basis-96')}>
        <h1 className="text-xl font-semibold">{title}</h1>
        {subtitle !== undefined && <p className="text-muted">{subtitle}</p>}
      </div>
      {children}
    </div>
  );
}
