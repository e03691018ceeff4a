/** Notices of the feed in words, for the dashboard and the desktop alike. */
import type { FeedEventOf } from './feed-events.ts';
import type { CoreWords } from './i18n/core-words.ts';

const NOTICES = ['endpoint-resting', 'endpoint-back', 'all-endpoints-resting'] as const;

/** @param say  Looks a text up by its key and fills it in. */
export function describeNotice(
  { code, values }: Pick<FeedEventOf<'notice'>, 'code' | 'values'>,
  say: (key: `notice.${(typeof NOTICES)[number] | 'other'}`, values: Readonly<Record<string, string>>) => string,
  words: Pick<CoreWords, 'reason'>,
): string {
  const known = NOTICES.find((name) => name === code);
  if (known === undefined) return say('notice.other', { code });
  return say(`notice.${known}`, values.reason === undefined ? values : { ...values, reason: words.reason(values.reason) });
}
