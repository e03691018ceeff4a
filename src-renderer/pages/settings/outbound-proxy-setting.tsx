/** How endpoints are reached: a choice, and an address where the choice is one's own. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingsView } from '../../../src-shared/schemas/settings.ts';
import { Select } from '../../components/select.tsx';
import { SettingRow } from '../setting-row.tsx';
import { TextControl } from '../text-control.tsx';
import { useSetting } from '../use-setting.ts';

const CHOICES = ['system', 'env', 'none'] as const;

export function OutboundProxySetting({ view }: { readonly view: SettingsView }) {
  const { t } = useTranslation();
  const { save, setError, ...setting } = useSetting(view, 'proxy.outboundProxy', t('settings.outboundProxy.title'));
  const stored = view.settings.proxy.outboundProxy;
  const known = CHOICES.find((choice) => choice === stored);
  const [isOwn, setIsOwn] = useState(known === undefined);
  const choose = (choice: (typeof CHOICES)[number] | 'url') => {
    setIsOwn(choice === 'url');
    setError(null);
    if (choice !== 'url') save(choice);
  };
  const options = [
    ...CHOICES.map((value) => ({ value, label: t(`settings.outboundProxy.${value}`) })),
    { value: 'url' as const, label: t('settings.outboundProxy.url') },
  ];
  return (
    <SettingRow title={t('settings.outboundProxy.title')} effect={t('settings.outboundProxy.effect')} {...setting}>
      {(describedBy) => (
        <>
          <Select
            label={t('settings.outboundProxy.title')}
            describedBy={describedBy}
            className="w-52"
            value={isOwn ? 'url' : (known ?? 'system')}
            options={options}
            onChange={choose}
          />
          {isOwn && (
            <TextControl
              label={t('settings.outboundProxy.urlLabel')}
              value={known === undefined ? stored : ''}
              placeholder="http://proxy.example:3128"
              isInvalid={setting.error !== null}
              describedBy={describedBy}
              onCommit={save}
              onReset={() => setError(null)}
            />
          )}
        </>
      )}
    </SettingRow>
  );
}
