/** The dashboard before there is any endpoint: the two steps to a working set-up. */
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ConnectCommands } from '../../components/connect-commands.tsx';

export function FirstSteps() {
  const { t } = useTranslation();
  return (
    <ol className="grid gap-4 lg:grid-cols-2">
      <li className="rounded-lg border border-line bg-surface p-6">
        <Step number={1} title={t('dashboard.firstTitle')} text={t('dashboard.firstText')} />
        <Link
          to="/endpoints?new=1"
          className="mt-4 inline-flex h-8 items-center gap-1.5 rounded-md bg-strong px-3 font-medium text-on-strong hover:opacity-90"
        >
          <Plus aria-hidden className="size-4" />
          {t('dashboard.firstAction')}
        </Link>
      </li>
      <li className="rounded-lg border border-line bg-surface p-6">
        <Step number={2} title={t('dashboard.connectTitle')} text={t('dashboard.connectText')} />
        <div className="mt-4">
          <ConnectCommands />
        </div>
      </li>
    </ol>
  );
}

function Step({ number, title, text }: { readonly number: number; readonly title: string; readonly text: string }) {
  return (
    <>
      <p aria-hidden className="mb-3 flex size-7 items-center justify-center rounded-full bg-sunken font-semibold">
        {number}
      </p>
      <h2 className="text-base font-semibold">{title}</h2>
      <p className="mt-1 text-muted">{text}</p>
    </>
  );
}
