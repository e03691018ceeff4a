/** Compares what the clients saw with what the database and the endpoints say. Any difference is a defect of the proxy. */

/** One request as its client saw it. */
export interface ClientView {
  /** Unique for each request of the soak. */
  readonly session: string;
  readonly isClaudeCode: boolean;
  readonly isStream: boolean;
  /** From the answer's header; null: no head came. */
  readonly exchangeId: string | null;
  readonly status: number | null;
  /** `left`: this client closed the connection. `no-answer`: the proxy did, before any head. */
  readonly ending: 'whole' | 'cut' | 'left' | 'no-answer';
  readonly text: string;
}

/** One exchange as the database has it. */
export interface StoredExchange {
  readonly id: string;
  readonly session: string | null;
  readonly outcome: string | null;
  readonly status: number | null;
  readonly attempts: number;
}

/** One sentence per difference. @param seenBySession Requests that all endpoints together saw. */
export function differences(views: readonly ClientView[], stored: readonly StoredExchange[], seenBySession: ReadonlyMap<string, number>): string[] {
  const found: string[] = [];
  const bySession = new Map<string, StoredExchange[]>();
  for (const exchange of stored) {
    const { session } = exchange;
    // A client that left while it sent its request: nothing of it was read.
    if (session === null && exchange.outcome === 'client_left' && exchange.attempts === 0) continue;
    bySession.set(session ?? '', [...(bySession.get(session ?? '') ?? []), exchange]);
  }
  for (const view of views) {
    const exchanges = bySession.get(view.session) ?? [];
    bySession.delete(view.session);
    found.push(...problemsOf(view, exchanges, seenBySession.get(view.session) ?? 0).map((problem) => `${view.session}: ${problem}`));
  }
  for (const session of bySession.keys()) found.push(`${session || '(no session)'}: stored, but no client asked for it`);
  return found;
}

function problemsOf(view: ClientView, exchanges: readonly StoredExchange[], seen: number): string[] {
  const [exchange, ...more] = exchanges;
  if (more.length > 0) return [`stored ${exchanges.length} times`];
  if (exchange === undefined) return view.ending === 'left' && view.exchangeId === null && seen === 0 ? [] : ['lost: not in the database'];
  const problems: string[] = [];
  if (view.exchangeId !== null && view.exchangeId !== exchange.id) problems.push('stored under another id than the client was told');
  if (!allowedOutcomes(view).includes(exchange.outcome ?? 'null'))
    problems.push(`the client saw "${view.ending}" with ${view.status}, stored is "${exchange.outcome}"`);
  if (view.ending !== 'left' && view.status !== exchange.status) problems.push(`the client got ${view.status}, stored is ${exchange.status}`);
  // One attempt may have been given up before its request left.
  const least = exchange.outcome === 'client_left' ? exchange.attempts - 1 : exchange.attempts;
  if (seen < least || seen > exchange.attempts) problems.push(`the endpoints saw it ${seen} times, stored are ${exchange.attempts} attempts`);
  return [...problems, ...problemsOfText(view)];
}

function allowedOutcomes(view: ClientView): readonly string[] {
  switch (view.ending) {
    case 'no-answer':
      return [];
    case 'cut':
      return ['stream_cut'];
    case 'left':
      // It may have left at the very moment at which the answer was complete.
      return ['client_left', 'delivered', 'failed', 'client_fault', 'stream_cut'];
    case 'whole':
      if (view.text.includes('event: error')) return ['stream_cut'];
      if (view.status === 200) return ['delivered'];
      return ['failed', 'client_fault'];
  }
}

/** Answers of two attempts, or of another client's request, in one. */
function problemsOfText(view: ClientView): string[] {
  const problems: string[] = [];
  const foreign = [...view.text.matchAll(/\[(soak-[\w-]+)\]/g)].find(([, session]) => session !== view.session);
  if (foreign !== undefined) problems.push(`holds words of ${foreign[1]}`);
  if (view.text.split('event: message_start').length > 2) problems.push('holds the beginning of two messages');
  const isWholeStream =
    view.ending === 'whole' && view.status === 200 && view.text.includes('event: message_start') && !view.text.includes('event: error');
  if (isWholeStream && !view.text.includes('event: message_stop')) problems.push('ended cleanly without the end of its message');
  if (view.ending === 'cut' && !view.isClaudeCode && view.isStream) problems.push('was cut, although this client understands an error event');
  return problems;
}
