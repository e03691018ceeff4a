-- The first schema of proxy.db. Times are Unix ms, booleans 0 or 1, money millionths of a US dollar.
-- Closed lists of words are checked by the schemas in src-shared/schemas, which a comment names, when rows are written and read.

-- Which migrations this file has seen. The number of the last one is also in PRAGMA user_version.
CREATE TABLE migrations (
  version       INTEGER PRIMARY KEY,
  name          TEXT    NOT NULL,
  applied_at_ms INTEGER NOT NULL
) STRICT;

-- Configured upstream services. src-shared/schemas/endpoint.ts
CREATE TABLE endpoints (
  id                TEXT    PRIMARY KEY,
  position          INTEGER NOT NULL,          -- 1 is tried first
  name              TEXT    NOT NULL,          -- unique among those not removed; the registry sees to it
  base_url          TEXT    NOT NULL,          -- without a trailing slash or /v1
  protocol          TEXT    NOT NULL,          -- PROTOCOLS
  auth_style        TEXT    NOT NULL,          -- authStyleSchema
  model_map         TEXT    NOT NULL,          -- JSON object: requested model -> sent model
  families          TEXT    NOT NULL,          -- JSON array of FAMILIES; empty: all
  note              TEXT    NOT NULL,
  is_enabled        INTEGER NOT NULL CHECK (is_enabled IN (0, 1)),
  sealed_credential TEXT,                      -- as SecretBox.seal made it; NULL: none
  revision          INTEGER NOT NULL,          -- counts edits
  removed_at_ms     INTEGER,                   -- NULL: not removed; else the removal can still be undone
  created_at_ms     INTEGER NOT NULL,
  updated_at_ms     INTEGER NOT NULL
) STRICT;

-- Local tokens that clients present to the proxy. Never the token itself.
CREATE TABLE tokens (
  name            TEXT    PRIMARY KEY,
  kind            TEXT    NOT NULL,            -- start | named
  hash            TEXT    NOT NULL,            -- SHA-256, hex
  tail            TEXT    NOT NULL,            -- last four characters
  created_at_ms   INTEGER NOT NULL,
  last_used_at_ms INTEGER,                     -- NULL: never used
  expires_at_ms   INTEGER                      -- NULL: until revoked
) STRICT;

-- One row per client request. What it used and cost is the sum over its attempts. src-shared/schemas/exchange.ts
CREATE TABLE exchanges (
  seq              INTEGER PRIMARY KEY,        -- order of arrival here; breaks ties of started_at_ms when paging
  id               TEXT    NOT NULL UNIQUE,
  started_at_ms    INTEGER NOT NULL,
  first_byte_at_ms INTEGER,                    -- NULL: no byte of an answer reached the client
  ended_at_ms      INTEGER,                    -- NULL: under way
  kind             TEXT    NOT NULL,           -- exchangeKindSchema
  method           TEXT    NOT NULL,
  path             TEXT    NOT NULL,           -- without the query
  requested_model  TEXT,                       -- NULL: the request names none
  family           TEXT,                       -- FAMILIES; NULL: no model
  is_stream        INTEGER NOT NULL CHECK (is_stream IN (0, 1)),
  session_id       TEXT,                       -- NULL: the client names none
  client           TEXT,                       -- product part of the user agent; NULL: none sent
  local_token      TEXT,                       -- name of the local token; NULL: none needed
  outcome          TEXT,                       -- OUTCOMES; NULL: under way
  status           INTEGER,                    -- HTTP status the client got; NULL: none was sent
  error            TEXT,                       -- one sentence about a failure; NULL: none
  request_bytes    INTEGER NOT NULL,
  response_bytes   INTEGER NOT NULL,
  sent_model       TEXT,                       -- of the last attempt; NULL: no attempt, or no model
  status_class     INTEGER GENERATED ALWAYS AS (status / 100) VIRTUAL
) STRICT;

-- Each serves one filter of the request list, newest first; seq is implied at the end of each.
CREATE INDEX exchanges_by_start           ON exchanges (started_at_ms);
CREATE INDEX exchanges_by_outcome         ON exchanges (outcome, started_at_ms);
CREATE INDEX exchanges_by_status          ON exchanges (status_class, started_at_ms);
CREATE INDEX exchanges_by_kind            ON exchanges (kind, started_at_ms);
CREATE INDEX exchanges_by_session         ON exchanges (session_id, started_at_ms) WHERE session_id IS NOT NULL;
CREATE INDEX exchanges_by_requested_model ON exchanges (requested_model, started_at_ms) WHERE requested_model IS NOT NULL;
CREATE INDEX exchanges_by_sent_model      ON exchanges (sent_model, started_at_ms) WHERE sent_model IS NOT NULL;

-- One row per try of an exchange at an endpoint.
CREATE TABLE attempts (
  exchange_seq           INTEGER NOT NULL REFERENCES exchanges (seq) ON DELETE CASCADE,
  number                 INTEGER NOT NULL,     -- 1 for the first
  exchange_started_at_ms INTEGER NOT NULL,     -- copied from the exchange, so that the endpoint filter can page
  is_repeat              INTEGER NOT NULL CHECK (is_repeat IN (0, 1)), -- 1: an earlier attempt of the exchange has the same endpoint name
  endpoint_id            TEXT    NOT NULL,
  endpoint               TEXT    NOT NULL,     -- its name at the time
  sent_model             TEXT,                 -- NULL: the request names none
  started_at_ms          INTEGER NOT NULL,
  first_byte_at_ms       INTEGER,              -- NULL: no answer
  ended_at_ms            INTEGER,              -- NULL: under way when last heard of
  status                 INTEGER,              -- HTTP status; NULL: no answer
  verdict                TEXT,                 -- VERDICT_KINDS; NULL: not judged
  rule_id                TEXT,                 -- rule of the failover policy; NULL: not judged
  reason                 TEXT,                 -- one sentence; NULL: not judged
  rest_ms                INTEGER,              -- rest caused, ms; NULL: none; -1: until edited
  upstream_request_id    TEXT,                 -- NULL: the endpoint named none
  usage_source           TEXT,                 -- reported | estimated; NULL: usage unknown, and then so are all token counts
  input_tokens           INTEGER,              -- uncached input only
  cache_read_tokens      INTEGER,
  cache_write_5m_tokens  INTEGER,
  cache_write_1h_tokens  INTEGER,
  output_tokens          INTEGER,
  cost_micro_usd         INTEGER,              -- NULL: unpriced
  PRIMARY KEY (exchange_seq, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX attempts_by_endpoint ON attempts (endpoint, exchange_started_at_ms, exchange_seq) WHERE is_repeat = 0;

-- Sums per 15 minutes of UTC, kept for ever. Written in the transaction that ends the exchange, each exchange once.
-- An exchange counts in the row of its last attempt (endpoint_id and sent_model '' when there was none), by its start;
-- tokens and cost count in the row of each attempt that used them, by the start of the exchange.
CREATE TABLE usage_15min (
  bucket_start_ms       INTEGER NOT NULL,      -- a multiple of 900,000
  endpoint_id           TEXT    NOT NULL,
  sent_model            TEXT    NOT NULL,
  endpoint              TEXT    NOT NULL,      -- its latest name in this bucket
  delivered             INTEGER NOT NULL,      -- exchanges by outcome: OUTCOMES
  client_fault          INTEGER NOT NULL,
  refused               INTEGER NOT NULL,
  failed                INTEGER NOT NULL,
  client_left           INTEGER NOT NULL,
  stream_cut            INTEGER NOT NULL,
  interrupted           INTEGER NOT NULL,
  attempts              INTEGER NOT NULL,
  input_tokens          INTEGER NOT NULL,
  cache_read_tokens     INTEGER NOT NULL,
  cache_write_5m_tokens INTEGER NOT NULL,
  cache_write_1h_tokens INTEGER NOT NULL,
  output_tokens         INTEGER NOT NULL,
  cost_micro_usd        INTEGER NOT NULL,      -- over priced attempts
  unpriced_attempts     INTEGER NOT NULL,      -- attempts with usage and without a price
  first_byte_histogram  BLOB    NOT NULL,      -- delivered messages by ms from start to first byte: storage/histogram.ts
  total_histogram       BLOB    NOT NULL,      -- the same by ms from start to end
  PRIMARY KEY (bucket_start_ms, endpoint_id, sent_model)
) STRICT, WITHOUT ROWID;
