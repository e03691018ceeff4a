/** The kinds of settings: a number with a unit, one of a few, on or off, a text. */
import { useTranslation } from 'react-i18next';
import type { SettingsView } from '../../src-shared/schemas/settings.ts';
import { Select, type SelectOption } from '../components/select.tsx';
import { Switch } from '../components/switch.tsx';
import { readNumber, writeNumber } from '../state/number-setting.ts';
import { LinesControl } from './lines-control.tsx';
import { SettingRow } from './setting-row.tsx';
import { TextControl } from './text-control.tsx';
import { useSetting } from './use-setting.ts';

interface SettingProps<T> {
  readonly view: SettingsView;
  /** Dotted, for example `proxy.port`. */
  readonly path: string;
  readonly title: string;
  readonly effect: string;
  readonly value: T;
}

export interface NumberSettingProps extends SettingProps<number> {
  readonly unit?: string;
  /** How much of the stored unit one of the shown is. */
  readonly unitSize?: number;
}

export function NumberSetting({ view, path, title, effect, value, unit, unitSize = 1 }: NumberSettingProps) {
  const { t } = useTranslation();
  const { save, setError, ...setting } = useSetting(view, path, title);
  const commit = (text: string) => {
    const entered = readNumber(text, unitSize);
    if (entered === null) setError(t('settings.badNumber'));
    else if (entered === value) setError(null);
    else save(entered);
  };
  return (
    <SettingRow title={title} effect={effect} {...setting}>
      {(describedBy) => (
        <TextControl
          label={title}
          value={writeNumber(value, unitSize)}
          unit={unit ?? ''}
          isNumeric
          isInvalid={setting.error !== null}
          describedBy={describedBy}
          onCommit={commit}
          onReset={() => setError(null)}
        />
      )}
    </SettingRow>
  );
}

export interface TextSettingProps extends SettingProps<string | null> {
  readonly placeholder: string;
  /** What is stored for an empty text. */
  readonly ifEmpty?: string | null;
}

export function TextSetting({ view, path, title, effect, value, placeholder, ifEmpty = null }: TextSettingProps) {
  const { save, setError, ...setting } = useSetting(view, path, title);
  return (
    <SettingRow title={title} effect={effect} {...setting}>
      {(describedBy) => (
        <TextControl
          label={title}
          value={value ?? ''}
          placeholder={placeholder}
          isInvalid={setting.error !== null}
          describedBy={describedBy}
          onCommit={(text) => save(text.trim() === '' ? ifEmpty : text.trim())}
          onReset={() => setError(null)}
        />
      )}
    </SettingRow>
  );
}

export interface LinesSettingProps extends SettingProps<readonly string[]> {
  readonly placeholder: string;
}

/** One text per line. */
export function LinesSetting({ view, path, title, effect, value, placeholder }: LinesSettingProps) {
  const { save, setError, ...setting } = useSetting(view, path, title);
  return (
    <SettingRow title={title} effect={effect} {...setting}>
      {(describedBy) => (
        <LinesControl
          label={title}
          value={value}
          placeholder={placeholder}
          isInvalid={setting.error !== null}
          describedBy={describedBy}
          onCommit={(lines) => save([...lines])}
          onReset={() => setError(null)}
        />
      )}
    </SettingRow>
  );
}

export interface SelectSettingProps<T extends string> extends SettingProps<T> {
  readonly options: readonly SelectOption<T>[];
}

export function SelectSetting<T extends string>({ view, path, title, effect, value, options }: SelectSettingProps<T>) {
  const { save, setError: _, ...setting } = useSetting(view, path, title);
  return (
    <SettingRow title={title} effect={effect} {...setting}>
      {(describedBy) => <Select label={title} describedBy={describedBy} className="w-44" value={value} options={options} onChange={save} />}
    </SettingRow>
  );
}

export function SwitchSetting({ view, path, title, effect, value }: SettingProps<boolean>) {
  const { save, setError: _, ...setting } = useSetting(view, path, title);
  return (
    <SettingRow title={title} effect={effect} {...setting}>
      {(describedBy) => <Switch label={title} describedBy={describedBy} isOn={value} onChange={save} />}
    </SettingRow>
  );
}
