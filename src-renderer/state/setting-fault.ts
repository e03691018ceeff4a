/** What the core says is wrong with one setting, as it is said under its control. */

export interface SettingFault {
  /** Without the path and the refused value, which the control shows: "at most 20". */
  readonly text: string;
  /** The refused item of a list, as JSON; null when the setting is no list. */
  readonly item: string | null;
}

/** @returns Null when the message is about something else than the setting at this path. */
export function settingFault(message: string, path: string): SettingFault | null {
  if (!message.startsWith(path)) return null;
  const [, index, text, value = null] = /^(\.\d+)?: (.*?)(?: \(got (.*)\))?$/s.exec(message.slice(path.length)) ?? [];
  return text === undefined ? null : { text, item: index === undefined ? null : value };
}
