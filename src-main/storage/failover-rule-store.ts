/**
 * Decides how the user's changes to the failover policy look as rows. A write replaces them as a whole, in one transaction
 * that is on disk when it returns. What a rule says is not looked at here: one that was spoilt by hand must not keep the
 * others from being read.
 */
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { setDurability } from './open-database.ts';
import type { StoredRulesRecord } from './worker-calls.ts';

const ruleRowSchema = z
  .object({ id: z.string(), is_enabled: z.number(), format: z.number(), rule: z.string() })
  .transform((row) => ({ id: row.id, isEnabled: row.is_enabled === 1, format: row.format, rule: row.rule }));

export class FailoverRuleStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The user's rules in their order, and the ids of the built-in ones that are switched off. */
  load(): StoredRulesRecord {
    const rules = this.#database.prepare('SELECT id, is_enabled, format, rule FROM failover_rules ORDER BY position, id').all();
    const off = this.#database.prepare('SELECT id FROM failover_rules_off ORDER BY id').pluck().all();
    return { rules: z.array(ruleRowSchema).parse(rules), off: z.array(z.string()).parse(off) };
  }

  write({ rules, off }: StoredRulesRecord): void {
    const putRule = this.#database.prepare('INSERT INTO failover_rules (id, position, is_enabled, format, rule) VALUES (?, ?, ?, ?, ?)');
    const putOff = this.#database.prepare('INSERT INTO failover_rules_off (id) VALUES (?)');
    setDurability(this.#database, 'configuration');
    try {
      this.#database
        .transaction(() => {
          this.#database.exec('DELETE FROM failover_rules; DELETE FROM failover_rules_off;');
          for (const [index, { id, isEnabled, format, rule }] of rules.entries()) putRule.run(id, index + 1, isEnabled ? 1 : 0, format, rule);
          for (const id of off) putOff.run(id);
        })
        .immediate();
    } finally {
      setDurability(this.#database, 'records');
    }
  }
}
