/**
 * The failover policy as the user has it: own rules in their order, then the built-in ones, each on or off. Held in memory for
 * the data path, changed one at a time; a change is validated, stored durably, and only then used and announced.
 */
import { AppError } from '../../src-shared/app-error.ts';
import {
  type FailoverRule,
  MAX_USER_RULES,
  type NewRuleRaw,
  newRuleSchema,
  type RuleImport,
  type RuleTest,
  type RuleTestInput,
  type RuleView,
} from '../../src-shared/schemas/failover-rule.ts';
import type { Logger } from '../platform/logger.ts';
import { SerialQueue } from '../platform/serial-queue.ts';
import { checkInput } from './check-input.ts';
import type { RuleStore, StoredRule } from './ports.ts';
import { changesBetween, type RuleSet, ruleIdFrom } from './rule-changes.ts';
import { type HeldRule, readStoredRule, storedRule } from './stored-rule.ts';

export interface RuleRegistryOptions {
  readonly store: RuleStore;
  readonly logger: Logger;
  readonly builtIn: readonly FailoverRule[];
  /** Ids of built-in rules that only name an outcome and cannot be switched off. */
  readonly fixedIds: ReadonlySet<string>;
  /** Tries rules on a failure without anything happening. */
  readonly explain: (input: RuleTestInput, rules: readonly FailoverRule[]) => Omit<RuleTest, 'rule'> & { readonly rule: FailoverRule | null };
}

interface BrokenRule {
  readonly stored: StoredRule;
  readonly problem: string;
}

const NOTHING: RuleSet = { own: [], off: new Set() };

export class RuleRegistry {
  readonly #options: RuleRegistryOptions;
  readonly #queue = new SerialQueue();
  readonly #listeners = new Set<() => void>();
  #set: RuleSet = NOTHING;
  #active: readonly FailoverRule[];
  /** Rows that cannot be used; they stay where they are until a reset or an import. */
  #broken: readonly BrokenRule[] = [];

  constructor(options: RuleRegistryOptions) {
    this.#options = options;
    this.#active = options.builtIn;
  }

  /** Loads the stored changes. Rules that were spoilt are left out and named by warnings(); the built-in ones are always there. */
  async start(): Promise<void> {
    const { rules, off } = await this.#options.store.load();
    const own: HeldRule[] = [];
    const broken: BrokenRule[] = [];
    for (const stored of rules) {
      const read = this.#isBuiltIn(stored.id) ? { kind: 'broken' as const, problem: 'its id is that of a built-in rule' } : readStoredRule(stored);
      if (read.kind === 'read') own.push(read.held);
      else broken.push({ stored, problem: read.problem });
    }
    this.#broken = broken;
    this.#hold({ own, off: new Set(off.filter((id) => this.#canSwitch(id))) });
    if (broken.length > 0) this.#options.logger.warn('stored failover rules cannot be used', { rules: this.warnings() });
  }

  /** The enabled rules, first tried first. The same array until something changes. */
  active(): readonly FailoverRule[] {
    return this.#active;
  }

  /** For people: stored rules that are not in use, and why. */
  warnings(): readonly string[] {
    return this.#broken.map(({ stored, problem }) => `The stored failover rule "${stored.id}" is ignored: ${problem}.`);
  }

  /** Every rule in the order in which it is tried. */
  list(): readonly RuleView[] {
    const { own, off } = this.#set;
    return [
      ...own.map(({ rule, isEnabled }): RuleView => ({ rule, origin: 'user', isEnabled, isFixed: false })),
      ...this.#options.builtIn.map(
        (rule): RuleView => ({ rule, origin: 'built-in', isEnabled: !off.has(rule.id), isFixed: this.#options.fixedIds.has(rule.id) }),
      ),
    ];
  }

  /** @param position Among the user's rules; 1 is tried first, left out means first. CONFIG_INVALID, RULE_ID_TAKEN. */
  async add(
    input: NewRuleRaw,
    options: { readonly position?: number | undefined; readonly isEnabled?: boolean | undefined } = {},
  ): Promise<RuleView> {
    const checked = checkInput(newRuleSchema, input, { what: 'rule' });
    return this.#change((set) => {
      const taken = this.#takenIds();
      const rule = { ...checked, id: checked.id ?? ruleIdFrom(checked.title, taken) };
      if (taken.has(rule.id))
        throw new AppError('RULE_ID_TAKEN', `There is already a rule with the id "${rule.id}".`, { field: 'id', repair: 'open-rules' });
      if (set.own.length >= MAX_USER_RULES) throw new AppError('CONFIG_INVALID', `There are ${MAX_USER_RULES} rules of your own already.`);
      const held = { rule, isEnabled: options.isEnabled ?? true };
      return { next: { ...set, own: inserted(set.own, held, options.position ?? 1) }, answer: () => this.#get(rule.id) };
    });
  }

  /** Replaces everything but the id. RULE_NOT_FOUND, CONFIG_INVALID. */
  async edit(id: string, input: NewRuleRaw): Promise<RuleView> {
    const checked = checkInput(newRuleSchema, input, { what: 'rule' });
    return this.#change((set) => {
      this.#own(id);
      const own = set.own.map((held) => (held.rule.id === id ? { ...held, rule: { ...checked, id } } : held));
      return { next: { ...set, own }, answer: () => this.#get(id) };
    });
  }

  async remove(id: string): Promise<void> {
    await this.#change((set) => {
      this.#own(id);
      return { next: { ...set, own: set.own.filter(({ rule }) => rule.id !== id) }, answer: () => undefined };
    });
  }

  /** @param position Among the user's rules; 1 is tried first, larger than the list means the end. */
  async move(id: string, position: number): Promise<readonly RuleView[]> {
    return this.#change((set) => {
      const held = this.#own(id);
      const others = set.own.filter((other) => other !== held);
      return { next: { ...set, own: inserted(others, held, position) }, answer: () => this.list() };
    });
  }

  async setEnabled(id: string, isEnabled: boolean): Promise<RuleView> {
    return this.#change((set) => {
      const answer = () => this.#get(id);
      if (!this.#isBuiltIn(id)) {
        this.#own(id);
        return { next: { ...set, own: set.own.map((held) => (held.rule.id === id ? { ...held, isEnabled } : held)) }, answer };
      }
      if (!this.#canSwitch(id))
        throw new AppError('CONFIG_INVALID', `The rule "${id}" only names an outcome and cannot be switched off.`, { field: 'id' });
      const off = new Set(set.off);
      if (isEnabled) off.delete(id);
      else off.add(id);
      return { next: { ...set, off }, answer };
    });
  }

  /** Back to the built-in rules, all on; also forgets rules that could not be read. */
  async reset(): Promise<readonly RuleView[]> {
    return this.#change(() => ({ next: NOTHING, answer: () => this.list(), forgetsBroken: true }));
  }

  /** The user's changes as a YAML file with comments. */
  async exportFile(): Promise<string> {
    const { writeRuleFile } = await ruleDocument();
    const { own, off } = this.#set;
    return writeRuleFile({ version: 1, off: [...off].sort(), rules: own.map(({ rule, isEnabled }) => ({ ...rule, isEnabled })) });
  }

  /** Puts the rules of a YAML file in the place of the present ones, all or nothing. CONFIG_INVALID names field and line. */
  async importFile(text: string, { isDryRun }: { readonly isDryRun: boolean }): Promise<RuleImport> {
    const { parseRuleFile, refuseRuleFile } = await ruleDocument();
    const { rules, off } = parseRuleFile(text);
    const clash = rules.findIndex(({ id }) => this.#isBuiltIn(id));
    if (clash >= 0) refuseRuleFile(text, ['rules', clash, 'id'], 'is the id of a built-in rule; choose another');
    const unknown = off.findIndex((id) => !this.#canSwitch(id));
    if (unknown >= 0) refuseRuleFile(text, ['off', unknown], `must be the id of a built-in rule that can be switched off, not "${off[unknown]}"`);
    const next: RuleSet = { own: rules.map(({ isEnabled, ...rule }) => ({ rule, isEnabled })), off: new Set(off) };
    const { builtIn } = this.#options;
    if (isDryRun) return { isDryRun, ...changesBetween(this.#set, next, builtIn) };
    return this.#change((set) => {
      const changes = changesBetween(set, next, builtIn);
      return { next, answer: () => ({ isDryRun, ...changes }), forgetsBroken: true };
    });
  }

  test(input: RuleTestInput): RuleTest {
    const { rule, ...explained } = this.#options.explain(input, this.#active);
    if (rule === null) return { ...explained, rule: null };
    return { ...explained, rule: { id: rule.id, title: rule.title, origin: this.#isBuiltIn(rule.id) ? 'built-in' : 'user' } };
  }

  /** @returns Ends the subscription. Listeners run after the change is stored and must not throw. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #change<T>(plan: (set: RuleSet) => { readonly next: RuleSet; readonly answer: () => T; readonly forgetsBroken?: boolean }): Promise<T> {
    return this.#queue.run(async () => {
      const { next, answer, forgetsBroken = false } = plan(this.#set);
      const broken = forgetsBroken ? [] : this.#broken;
      await this.#options.store.write({ rules: [...next.own.map(storedRule), ...broken.map(({ stored }) => stored)], off: [...next.off] });
      this.#broken = broken;
      this.#hold(next);
      for (const listener of this.#listeners) listener();
      return answer();
    });
  }

  #hold(set: RuleSet): void {
    this.#set = set;
    this.#active = this.list()
      .filter(({ isEnabled }) => isEnabled)
      .map(({ rule }) => rule);
  }

  #isBuiltIn(id: string): boolean {
    return this.#options.builtIn.some((rule) => rule.id === id);
  }

  #canSwitch(id: string): boolean {
    return this.#isBuiltIn(id) && !this.#options.fixedIds.has(id);
  }

  /** Broken rows keep their ids, so that a new rule does not overwrite what may still be repaired. */
  #takenIds(): ReadonlySet<string> {
    return new Set([...this.list().map(({ rule }) => rule.id), ...this.#broken.map(({ stored }) => stored.id)]);
  }

  #get(id: string): RuleView {
    const found = this.list().find(({ rule }) => rule.id === id);
    if (found === undefined) throw notFound(id);
    return found;
  }

  #own(id: string): HeldRule {
    const held = this.#set.own.find(({ rule }) => rule.id === id);
    if (held !== undefined) return held;
    if (!this.#isBuiltIn(id)) throw notFound(id);
    throw new AppError('RULE_NOT_FOUND', `The rule "${id}" is built in: it can be switched off, but not edited, moved or removed.`, { field: 'id' });
  }
}

function notFound(id: string): AppError {
  return new AppError('RULE_NOT_FOUND', `There is no rule "${id}".`, { field: 'id', repair: 'open-rules' });
}

function inserted(rules: readonly HeldRule[], held: HeldRule, position: number): readonly HeldRule[] {
  const index = Math.min(Math.max(Math.trunc(position), 1), rules.length + 1) - 1;
  return [...rules.slice(0, index), held, ...rules.slice(index)];
}

/** YAML is read and written when somebody asks, and is a large library: a start does not wait for it. */
const ruleDocument = () => import('./rule-document.ts');
