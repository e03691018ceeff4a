-- What the request list is searched by. src-main/storage/list-query.ts

-- An endpoint's own request id, as users copy it from a log or an answer of the endpoint's support.
CREATE INDEX attempts_by_upstream_id ON attempts (upstream_request_id) WHERE upstream_request_id IS NOT NULL;

-- "Only failures": FAILURE_OUTCOMES in src-shared/schemas/exchange.ts. Few rows, so the index is small.
ALTER TABLE exchanges ADD COLUMN is_failure INTEGER GENERATED ALWAYS AS (outcome IS 'failed' OR outcome IS 'stream_cut') VIRTUAL;
CREATE INDEX exchanges_by_failure ON exchanges (is_failure, started_at_ms) WHERE is_failure = 1;
