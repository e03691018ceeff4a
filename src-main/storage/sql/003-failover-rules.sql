-- Changes that the user made to the failover policy. The built-in rules are part of the program (failover/default-rules.ts).

-- The user's rules, tried before the built-in ones.
CREATE TABLE failover_rules (
  id         TEXT    PRIMARY KEY,
  position   INTEGER NOT NULL,                 -- 1 is tried first
  is_enabled INTEGER NOT NULL CHECK (is_enabled IN (0, 1)),
  format     INTEGER NOT NULL,                 -- version of the JSON in `rule`; 1 now
  rule       TEXT    NOT NULL                  -- JSON: src-shared/schemas/failover-rule.ts, without id
) STRICT;

-- Built-in rules that are switched off.
CREATE TABLE failover_rules_off (
  id TEXT PRIMARY KEY
) STRICT;
