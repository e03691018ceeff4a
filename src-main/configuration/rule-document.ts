/**
 * The failover rules as one YAML file that people read and edit: comments say what each field means, and what is wrong in it
 * is named by field and line. Pure.
 */
import { Document, isMap, isSeq, LineCounter, parseDocument, type Scalar, visit } from 'yaml';
import type { z } from 'zod';
import { AppError } from '../../src-shared/app-error.ts';
import { type RuleFile, ruleFileSchema } from '../../src-shared/schemas/failover-rule.ts';
import { fieldName } from './field-name.ts';

const FIELDS_COMMENT = ` Failover rules of Code Proxy: what follows when an endpoint fails before its answer has begun.
 Your own rules are tried from top to bottom, then the built-in ones ("code-proxy rules list"). The first that matches decides.
 Check a changed file with: code-proxy rules import FILE --dry-run

 A rule:
   id          small letters, digits, hyphens; recorded with every verdict
   title       for people
   isEnabled   true unless it says false
   match       every condition that is there must hold:
     kinds            unreachable, timeout, status, bad-answer, error-event, stream-cut
     statuses         429 or a range: [429, [500, 599]]
     errorTypes       such as overloaded_error
     phrases          texts, any of which occurs in the error message; case does not count
     isAnthropicError true: the body is an Anthropic error, false: it is something else
     causes           why unreachable: refused, dns, tls, reset, other
     phases           what timed out: connect, first-byte, first-content, idle
     exchangeKinds    messages (if left out), count_tokens, models, other
   retryHere   repeats at the same endpoint
     inCompany        how many while another endpoint could be tried: 0 to 10
     alone            how many when there is no other: 0 to 10, or max for the setting
     pace             at-once, backoff, or named-wait (only if the answer names a wait of at most 2 s)
   otherwise   next: go on to the next endpoint; return: the client gets this answer
   rest        how long the endpoint is then left alone:
     {kind: none}  {kind: for, scope: endpoint, ms: 60000}  {kind: for, scope: model, ms: 600000}
     {kind: between, fromMs: 10000, toMs: 60000}  {kind: backoff} 30 s, doubling  {kind: limit} the setting
     {kind: until-reset, unnamedMs: 5000}  {kind: until-edited, isLimited: true}
   restsAlone  true: it also rests when there is no other endpoint
   isBlamed    true: shown as the endpoint's last failure`;

const OFF_COMMENT = ' Built-in rules that are switched off, by id.';

/** @returns YAML that parseRuleFile reads back to an equal file. */
export function writeRuleFile(file: RuleFile): string {
  const document = new Document({ version: file.version, off: file.off, rules: file.rules.map(readable) });
  document.commentBefore = FIELDS_COMMENT;
  if (isMap(document.contents)) {
    for (const { key } of document.contents.items) if (isKey(key, 'off')) key.commentBefore = OFF_COMMENT;
  }
  visit(document, {
    Pair(_, { key, value }) {
      if (isKey(key, 'statuses') && isSeq(value)) value.flow = true;
    },
  });
  return document.toString({ lineWidth: 120 });
}

/** One status as people write it: `429` instead of `[429, 429]`. */
function readable(rule: RuleFile['rules'][number]): object {
  const { statuses } = rule.match;
  if (statuses === undefined) return rule;
  return { ...rule, match: { ...rule.match, statuses: statuses.map(([from, to]) => (from === to ? from : [from, to])) } };
}

/** @throws CONFIG_INVALID with the first faulty field and its line; nothing of the file is used then. */
export function parseRuleFile(text: string): RuleFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) throw refused(`line ${lines.linePos(error.pos[0]).line}: the file is not valid YAML: ${error.message}`);
  const parsed = ruleFileSchema.safeParse(plainOf(document));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw faultAt(document, lines, issue?.path ?? [], messageOf(issue));
  }
  const ids = parsed.data.rules.map(({ id }) => id);
  const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index);
  if (twice >= 0) throw faultAt(document, lines, ['rules', twice, 'id'], `"${ids[twice]}" is there twice`);
  return parsed.data;
}

/** For what only the policy knows, such as ids that are taken. @throws CONFIG_INVALID always. */
export function refuseRuleFile(text: string, path: readonly PropertyKey[], message: string): never {
  const lines = new LineCounter();
  throw faultAt(parseDocument(text, { lineCounter: lines }), lines, path, message);
}

function plainOf(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    // Aliases that multiply beyond the parser's limit.
    throw new AppError('CONFIG_INVALID', `the file is not usable YAML: ${cause instanceof Error ? cause.message : 'it cannot be read'}`, { cause });
  }
}

function messageOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'unrecognized_keys') return `has no field ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
  return issue?.message ?? 'is invalid';
}

/** The value at the path, or the nearest thing around it when the value is missing. */
function faultAt(document: ReturnType<typeof parseDocument>, lines: LineCounter, path: readonly PropertyKey[], message: string): AppError {
  const field = fieldName(path);
  const line = lineOf(document, lines, path);
  return refused(`${line === null ? '' : `line ${line}: `}${field === '' ? 'the file' : field} ${message}`, field);
}

function lineOf(document: ReturnType<typeof parseDocument>, lines: LineCounter, path: readonly PropertyKey[]): number | null {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    const offset = offsetOf(node);
    if (offset !== null) return lines.linePos(offset).line;
  }
  return null;
}

function offsetOf(node: unknown): number | null {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return null;
  const [start]: readonly unknown[] = node.range;
  return typeof start === 'number' ? start : null;
}

function isKey(key: unknown, name: string): key is Scalar {
  return typeof key === 'object' && key !== null && 'value' in key && key.value === name;
}

function refused(message: string, field = ''): AppError {
  return new AppError('CONFIG_INVALID', message, field === '' ? {} : { field });
}
