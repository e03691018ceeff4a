/** The one line at the bottom of `serve` in a terminal: how things are, rewritten in place, with notices above it. */
import type { FeedEvent } from '../../src-shared/feed-events.ts';
import type { Status } from '../../src-shared/schemas/status.ts';
import { count, counted } from './amounts.ts';
import type { TextStyle } from './text-style.ts';

/** Start of the line, and erase it. */
const REWRITE = '\r\u001b[2K';
/** Calm: not more than two changes a second. */
const PAUSE_MS = 500;

export interface LiveLineOptions {
  readonly events: AsyncIterable<{ readonly event: FeedEvent }>;
  readonly status: () => Status;
  readonly style: TextStyle;
  readonly write: (text: string) => void;
  /** Runs `task` after a pause; the clock's timer. */
  readonly setTimer: (delayMs: number, task: () => void) => () => void;
}

/** Rewrites the line as events come in, until they end; then leaves the cursor at the start of an empty line. */
export async function showLiveLine({ events, status, style, write, setTimer }: LiveLineOptions): Promise<void> {
  let finished = 0;
  let cancelTimer: (() => void) | null = null;
  const draw = () => {
    cancelTimer = null;
    write(REWRITE + cutToWidth(liveText(style, status(), finished), style));
  };
  draw();
  for await (const { event } of events) {
    if (event.type === 'exchange-finished') finished += 1;
    if (event.type === 'notice') write(`${REWRITE}${noticeText(style, event)}\n`);
    cancelTimer ??= setTimer(PAUSE_MS, draw);
  }
  cancelTimer?.();
  write(REWRITE);
}

export function liveText(style: TextStyle, status: Status, finished: number): string {
  const { ready, resting, disabled } = status.endpoints;
  const endpoints = [
    style.paint(ready > 0 ? 'good' : 'bad', `${count(ready)} ready`),
    ...(resting > 0 ? [style.paint('warning', `${count(resting)} resting`)] : []),
    ...(disabled > 0 ? [`${count(disabled)} disabled`] : []),
  ];
  return [
    `proxy ${status.proxy.kind}`,
    `endpoints ${endpoints.join(', ')}`,
    `${count(status.liveExchanges)} live`,
    `${counted(finished, 'request')} done`,
  ].join(' · ');
}

/** Too long a line would wrap and could not be erased; then it goes without colours, cut. */
function cutToWidth(text: string, style: TextStyle): string {
  const { columns } = style;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colour sequences are what this removes
  const bare = text.replace(/\u001b\[\d+m/g, '');
  return columns === null || bare.length < columns ? text : bare.slice(0, Math.max(0, columns - 1));
}

function noticeText(style: TextStyle, notice: Extract<FeedEvent, { type: 'notice' }>): string {
  const tone = notice.level === 'error' ? 'bad' : notice.level === 'warning' ? 'warning' : 'plain';
  const values = Object.values(notice.values).join(', ');
  return style.paint(tone, values === '' ? notice.code : `${notice.code}: ${values}`);
}
