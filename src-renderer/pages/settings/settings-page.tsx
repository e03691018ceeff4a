/** The app's settings by subject. Each is saved by itself, at once. */
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import type { SettingsView } from '../../../src-shared/schemas/settings.ts';
import { DataPanel } from '../../components/data-panel.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useSettings } from '../../state/queries/use-settings.ts';
import { failureOf, useRepair } from '../use-failures.ts';
import { DesktopSection, LookSection, RecordsSection } from './app-sections.tsx';
import { AuditSection } from './audit-section.tsx';
import { ClaudeSection } from './claude-section.tsx';
import { PricesSection } from './prices-section.tsx';
import { NetworkSection, ProxySection, TimeoutsSection } from './proxy-sections.tsx';
import { SecretsSection } from './secrets-section.tsx';
import { ServiceSection } from './service-section.tsx';
import { SettingsFooter } from './settings-footer.tsx';
import { TokensSection } from './tokens-section.tsx';

export function SettingsPage() {
  const { t } = useTranslation();
  const settings = useSettings();
  const repair = useRepair(settings.refetch);
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader title={t('settings.title')} subtitle={t('settings.subtitle')} />
      <DataPanel data={settings.data} failure={failureOf(settings)} skeleton={<Skeleton rows={5} rowHeight="h-36" />} onRepair={repair}>
        {(view) => <Sections view={view} />}
      </DataPanel>
    </div>
  );
}

function Sections({ view }: { readonly view: SettingsView }) {
  const { hash } = useLocation();
  useEffect(() => {
    if (hash !== '') document.getElementById(hash.slice(1))?.scrollIntoView();
  }, [hash]);
  return (
    <div className="flex flex-col gap-4">
      <ProxySection view={view} />
      <ClaudeSection />
      <TimeoutsSection view={view} />
      <NetworkSection view={view} />
      <TokensSection />
      <PricesSection />
      <LookSection view={view} />
      <DesktopSection view={view} />
      <RecordsSection view={view} />
      <AuditSection view={view} />
      <SecretsSection />
      <ServiceSection />
      <SettingsFooter />
    </div>
  );
}
