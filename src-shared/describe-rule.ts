/**
 * Failover rules in words, for every user interface. The sentences come from the i18n source (`rules.words`); `say` looks one
 * up and fills it in, `time` writes a length of time.
 */
import { type FailoverRule, FIRST_BACKOFF_MS, type RuleMatch, type RuleTestCourse } from './schemas/failover-rule.ts';

type Values = Readonly<Record<string, string | number>>;

export interface RuleWords {
  /** @param key below `rules.words`, for example `restFor` or `kind.timeout`. */
  readonly say: (key: string, values?: Values) => string;
  readonly time: (ms: number) => string;
}

/** More phrases than this are only counted. */
const MAX_PHRASES = 3;

/** What must be observed for a rule to match. */
export function describeMatch(match: RuleMatch, words: RuleWords): string {
  const { say } = words;
  const parts = [...kindParts(match, words)];
  if (match.errorTypes !== undefined) parts.push(say('errorType', { list: listed(match.errorTypes, words) }));
  if (match.phrases !== undefined) parts.push(say('phrases', { list: phraseList(match.phrases, words) }));
  if (match.isAnthropicError !== undefined) parts.push(say(match.isAnthropicError ? 'anthropicError' : 'foreignError'));
  const conditions = parts.length === 0 ? [say('anything')] : parts;
  // Messages are what rules are usually about.
  const kinds = match.exchangeKinds ?? ['messages'];
  if (kinds.some((kind) => kind !== 'messages'))
    conditions.push(
      say('for', {
        list: listed(
          kinds.map((kind) => say(`exchangeKind.${kind}`)),
          words,
        ),
      }),
    );
  return conditions.reduce((a, b) => say('and', { a, b }));
}

/** Names or numbers one after the other, with the sign that the language puts between them. */
function listed(items: readonly string[], { say }: RuleWords): string {
  return items.length === 0 ? '' : items.reduce((a, b) => say('list', { a, b }));
}

function kindParts({ kinds, statuses, causes, phases }: RuleMatch, words: RuleWords): readonly string[] {
  const { say } = words;
  const parts: string[] = [];
  if (statuses !== undefined) {
    const ranges = statuses.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
    parts.push(say('status', { list: listed(ranges, words) }));
  } else if (kinds !== undefined) {
    const names = kinds.map((kind) => (kind === 'status' ? say('anyStatus') : say(`kind.${kind}`)));
    parts.push(listed(names, words));
  }
  if (causes !== undefined) {
    const names = causes.map((cause) => say(`cause.${cause}`));
    parts.push(listed(names, words));
  }
  if (phases !== undefined) {
    const names = phases.map((phase) => say(`phase.${phase}`));
    parts.push(listed(names, words));
  }
  return parts;
}

function phraseList(phrases: readonly string[], words: RuleWords): string {
  const { say } = words;
  const quoted = phrases.slice(0, MAX_PHRASES).map((text) => say('quoted', { text }));
  const list = listed(quoted, words);
  return phrases.length > MAX_PHRASES ? say('phrasesMore', { list, count: phrases.length - MAX_PHRASES }) : list;
}

/** What is tried next, in company and alone. */
export function describeAction({ match, retryHere, otherwise }: FailoverRule, { say }: RuleWords): string {
  if (match.kinds?.every((kind) => kind === 'stream-cut' || kind === 'client-left') === true) return say('verdict.stop');
  const course = (count: number | 'max', next: string) => {
    if (count === 0) return next;
    if (retryHere.pace === 'named-wait') return say('repeatsNamed', { next });
    return count === 'max' ? say('repeatsMax', { next }) : say('repeats', { count, next });
  };
  const company = course(retryHere.inCompany, say(otherwise));
  if (retryHere.alone === retryHere.inCompany) return company;
  // Alone there is no next one to go to.
  return say('alone', { company, alone: course(retryHere.alone, say(otherwise === 'next' ? 'verdict.stop' : otherwise)) });
}

/** How long the endpoint is left alone. */
export function describeRest({ rest, restsAlone }: FailoverRule, words: RuleWords): string {
  const { say } = words;
  const text = restText(rest, words);
  return restsAlone && rest.kind !== 'none' ? say('restAlone', { rest: text }) : text;
}

function restText(rest: FailoverRule['rest'], { say, time }: RuleWords): string {
  switch (rest.kind) {
    case 'none':
      return say('restNone');
    case 'for':
      return say(rest.scope === 'model' ? 'restModel' : 'restFor', { time: time(rest.ms) });
    case 'between':
      return say('restBetween', { from: time(rest.fromMs), to: time(rest.toMs) });
    case 'backoff':
      return say('restBackoff', { time: time(FIRST_BACKOFF_MS) });
    case 'limit':
      return say('restLimit');
    case 'until-reset':
      return say('restReset', { time: time(rest.unnamedMs) });
    case 'until-edited':
      return say(rest.isLimited ? 'restEditedLimited' : 'restEdited');
  }
}

/** What a tried-out failure leads to: repeats, what follows, and the rest. */
export function describeCourse({ retryWaitsMs, verdict, rest }: RuleTestCourse, words: RuleWords): string {
  const { say, time } = words;
  const next = say(`verdict.${verdict}`);
  const waits = listed(retryWaitsMs.map(time), words);
  const action = retryWaitsMs.length === 0 ? next : say('repeatsAfter', { waits, next });
  return say('and', { a: action, b: courseRest(rest, words) });
}

function courseRest(rest: RuleTestCourse['rest'], { say, time }: RuleWords): string {
  if (rest === null) return say('restNone');
  if (rest.fromMs === null || rest.toMs === null) return say('restEdited');
  const from = time(rest.fromMs);
  const to = time(rest.toMs);
  const text = from === to ? say(rest.scope === 'model' ? 'restModel' : 'restFor', { time: from }) : say('restBetween', { from, to });
  return rest.probeEveryMs === null ? text : say('restProbed', { rest: text, time: time(rest.probeEveryMs) });
}
