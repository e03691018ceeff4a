/** How failover rules look in a terminal: the list in words, what an import changes, and what the rules make of a failure. */
import { describeAction, describeCourse, describeMatch, describeRest, type RuleWords } from '../../src-shared/describe-rule.ts';
import { rules as english } from '../../src-shared/i18n/en/rules.ts';
import { sayFrom } from '../../src-shared/i18n/say-from.ts';
import type { RuleImport, RuleTest, RuleView } from '../../src-shared/schemas/failover-rule.ts';
import { MS_PER_SECOND } from '../../src-shared/units.ts';
import { countdown, duration } from './amounts.ts';
import { renderFields, renderTable } from './table.ts';
import type { TextStyle } from './text-style.ts';

const fromEnglish = sayFrom(english.words);

/** The command line speaks English. */
const ENGLISH: RuleWords = {
  say: (key, values) => fromEnglish(key, values) ?? key,
  time: (ms) => (ms < MS_PER_SECOND ? duration(ms) : countdown(ms)),
};

export function ruleTable(style: TextStyle, views: readonly RuleView[]): string {
  return renderTable(
    style,
    [
      { title: 'ID', cell: ({ rule, isEnabled }) => style.paint(isEnabled ? 'strong' : 'faint', rule.id) },
      { title: '', cell: (view) => style.paint(view.isEnabled ? 'good' : 'faint', view.isEnabled ? 'on' : 'off') },
      { title: 'BY', cell: ({ origin }) => (origin === 'user' ? 'you' : 'built in') },
      { title: 'WHEN', wraps: true, cell: ({ rule }) => style.paint('plain', describeMatch(rule.match, ENGLISH)) },
      { title: 'THEN', wraps: true, cell: ({ rule }) => style.paint('plain', describeAction(rule, ENGLISH)) },
      { title: 'REST', wraps: true, cell: ({ rule }) => style.paint('plain', describeRest(rule, ENGLISH)) },
    ],
    views,
  );
}

export function importText(style: TextStyle, changes: RuleImport): string {
  const { isDryRun, added, changed, removed, isReordered, switchedOn, switchedOff } = changes;
  const lists = [
    ['add', 'added', added],
    ['change', 'changed', changed],
    ['remove', 'removed', removed],
    ['switch on', 'switched on', switchedOn],
    ['switch off', 'switched off', switchedOff],
  ] as const;
  const lines = lists.flatMap(([would, did, rules]) =>
    rules.map(({ id, title }) => `${isDryRun ? `would ${would}` : did} ${style.paint('strong', id)} ${style.paint('faint', `(${title})`)}`),
  );
  if (isReordered) lines.push(isDryRun ? 'would put the rules in another order' : 'the rules are in another order');
  if (lines.length === 0) return isDryRun ? 'The file is fine; it would change nothing.' : 'Nothing to change.';
  return lines.join('\n');
}

export function testText(style: TextStyle, test: RuleTest): string {
  const { rule } = test;
  const name = rule === null ? english.tryNoMatch : `${rule.title} [${rule.id}]${rule.origin === 'user' ? ', your own rule' : ''}`;
  const fields: [string, string][] = [
    ['understood', style.paint('plain', test.observed)],
    ['rule', style.paint('strong', name)],
    ['with another endpoint', style.paint('plain', describeCourse(test.inCompany, ENGLISH))],
    ['as the only endpoint', style.paint('plain', describeCourse(test.alone, ENGLISH))],
  ];
  if (test.namedWaitMs !== null) fields.splice(1, 0, ['named wait', ENGLISH.time(test.namedWaitMs)]);
  return renderFields(style, fields);
}
