-- Which endpoints, or single models on them, are left alone. One row per rest; a rest that is over stays until the endpoint has
-- answered again, because the next one is longer. src-main/proxy/rest-port.ts
CREATE TABLE endpoint_health (
  endpoint_id    TEXT    NOT NULL,             -- of endpoints; rows of removed ones are deleted
  model          TEXT    NOT NULL,             -- sent model; '' for the endpoint as a whole
  scope          TEXT    NOT NULL,             -- restScopeSchema
  revision       INTEGER NOT NULL,             -- revision of the endpoint that rests; after an edit the row means nothing
  rule_id        TEXT    NOT NULL,             -- rule of the failover policy, or by-hand
  reason         TEXT    NOT NULL,             -- one clause for people
  cause          TEXT    NOT NULL,             -- JSON: what was seen, for the answer while it rests
  started_at_ms  INTEGER NOT NULL,
  until_ms       INTEGER,                      -- NULL: until edited or restored
  rest_ms        INTEGER,                      -- length as ordered, so that another clock cannot prolong it; NULL as until_ms
  probe_every_ms INTEGER,                      -- one request is let through this often meanwhile; NULL: never
  is_hard        INTEGER NOT NULL CHECK (is_hard IN (0, 1)), -- 1: holds for a sole endpoint too
  failure_streak INTEGER NOT NULL,             -- rests in a row, this one included
  PRIMARY KEY (endpoint_id, model)
) STRICT, WITHOUT ROWID;
