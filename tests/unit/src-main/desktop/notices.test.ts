import { beforeEach, expect, it } from 'vitest';
import { desktopTexts } from '../../../../src-main/desktop/desktop-texts.ts';
import { Notices } from '../../../../src-main/desktop/notices.ts';
import type { FeedEventOf } from '../../../../src-shared/feed-events.ts';
import { Notification, resetElectron } from '../../../support/electron-double.ts';

beforeEach(resetElectron);

const RESTING: FeedEventOf<'notice'> = {
  type: 'notice',
  level: 'warning',
  code: 'endpoint-resting',
  values: { endpoint: 'work <b>', reason: 'rate limit' },
};

it('shows a notice in words and opens the window on a click', () => {
  let opened = 0;
  const notices = new Notices({
    texts: () => desktopTexts('en', []),
    isWanted: () => true,
    onClick: () => {
      opened += 1;
    },
  });
  notices.show(RESTING);
  notices.show({ ...RESTING, level: 'error', code: 'never-heard-of' });
  expect(Notification.all.map(({ options, isShown }) => [options.body, options.urgency, isShown])).toEqual([
    ['work <b> rests: rate limit', 'normal', true],
    ['Code Proxy reports: never-heard-of', 'critical', true],
  ]);
  Notification.all[0]?.emit('click');
  expect(opened).toBe(1);
});

it('is silent when nobody wants it', () => {
  new Notices({ texts: () => desktopTexts('en', []), isWanted: () => false, onClick: () => undefined }).show(RESTING);
  expect(Notification.all).toEqual([]);
});

it('says it in the language of the user, the reason too', () => {
  new Notices({ texts: () => desktopTexts('zh', []), isWanted: () => true, onClick: () => undefined }).show({
    ...RESTING,
    values: { endpoint: 'work', reason: 'answered 529 (overloaded_error)' },
  });
  expect(Notification.all[0]?.options.body).toBe('work 已暂停：返回状态码 529（overloaded_error）');
});
