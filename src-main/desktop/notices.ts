/** Shows the core's notices as notifications of the system, when the user wants them and the window is not in view. */
import { Notification } from 'electron';
import { describeNotice } from '../../src-shared/describe-notice.ts';
import type { FeedEventOf } from '../../src-shared/feed-events.ts';
import type { DesktopTexts } from './desktop-texts.ts';

export interface NoticesOptions {
  readonly texts: () => DesktopTexts;
  /** Asked for each notice: the setting, and whether the window already shows it. */
  readonly isWanted: () => boolean;
  readonly onClick: () => void;
}

export class Notices {
  readonly #options: NoticesOptions;
  /** A notification that nothing holds is collected, and its click is lost. */
  readonly #shown = new Set<Notification>();

  constructor(options: NoticesOptions) {
    this.#options = options;
  }

  show(event: FeedEventOf<'notice'>): void {
    if (!this.#options.isWanted() || !Notification.isSupported()) return;
    const { say, core } = this.#options.texts();
    const notification = new Notification({
      title: 'Code Proxy',
      body: describeNotice(event, say, core),
      silent: event.level === 'info',
      urgency: event.level === 'error' ? 'critical' : 'normal',
    });
    this.#shown.add(notification);
    notification.on('click', () => {
      this.#shown.delete(notification);
      this.#options.onClick();
    });
    notification.on('close', () => this.#shown.delete(notification));
    notification.show();
  }
}
