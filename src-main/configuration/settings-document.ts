/** How changes apply to the settings document and what makes it valid. Pure. */
import { AppError } from '../../src-shared/app-error.ts';
import { type AppSettings, appSettingsSchema, DEFAULT_SETTINGS, type SettingChange } from '../../src-shared/schemas/settings.ts';

/** As it is in the file: unknown keys included, defaults not. */
export type Document = Readonly<Record<string, unknown>>;

/** Every setting there is, as a dotted path. */
export const SETTING_PATHS: readonly string[] = Object.entries(DEFAULT_SETTINGS).flatMap(([section, values]) =>
  Object.keys(values).map((name) => `${section}.${name}`),
);

/** @throws CONFIG_INVALID naming the dotted field, what is allowed there, and what is there now. */
export function checkSettings(document: Document): AppSettings {
  const result = appSettingsSchema.safeParse(document);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = (issue?.path ?? []).map(String).join('.') || 'settings';
  const message = `${field}: ${issue?.message ?? 'is invalid'} (got ${shown(settingAt(document, field))})`;
  throw new AppError('CONFIG_INVALID', message, { field, repair: 'open-settings' });
}

/** A copy with the changes in it. @throws CONFIG_INVALID for a path that is no setting. */
export function changedDocument(document: Document, changes: readonly SettingChange[]): Document {
  const copy: Record<string, unknown> = { ...document };
  for (const { path, value } of changes) {
    if (!SETTING_PATHS.includes(path)) throw unknownSetting(path);
    const [section = '', name = ''] = path.split('.');
    copy[section] = { ...asObject(copy[section]), [name]: value };
  }
  return copy;
}

/** The value at a dotted path; undefined when there is none. */
export function settingAt(settings: Document, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => asObject(value)[name], settings);
}

function unknownSetting(path: string): AppError {
  const section = path.split('.')[0] ?? '';
  const near = SETTING_PATHS.filter((known) => known.startsWith(`${section}.`));
  const choices = near.length > 0 ? near : SETTING_PATHS;
  return new AppError('CONFIG_INVALID', `There is no setting "${path}". Known: ${choices.join(', ')}.`, { field: path, repair: 'open-settings' });
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
